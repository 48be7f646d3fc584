import type { Kysely, Updateable } from 'kysely';
import type { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import type { installation, installationChanges } from '#shared/schemas/server.ts';
import type { Actor } from '../../actor.ts';
import type { Installation as InstallationRecord, Schema } from '../../db/schema.ts';
import type { Foundation } from '../../foundation.ts';
import { auditedTransaction } from '../audit/audited-transaction.ts';
import { readInstallation, updateInstallation } from './settings.store.ts';

export type Installation = z.output<typeof installation>;
export type InstallationChanges = z.output<typeof installationChanges>;

export type Settings = {
  get(): Promise<Installation>;
  /** @throws AppError `version_conflict` with the present settings when `version` is not theirs */
  update(actor: Actor, changes: InstallationChanges, version: number): Promise<Installation>;
};

export function createSettings(foundation: Foundation): Settings {
  const { db } = foundation.database;
  return {
    get: () => installationOf(db),
    update: (actor, changes, version) =>
      auditedTransaction(foundation, actor, async (tx) => {
        const before = await installationOf(tx.db);
        if (before.version !== version) throw new AppError('version_conflict', 'The settings were changed by someone else in the meantime.', { current: before });
        const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<Installation>;
        const fields = (Object.keys(given) as (keyof Installation)[]).filter((field) => given[field] !== before[field]);
        if (fields.length === 0) return before;
        const after = { ...before, ...given, version: version + 1 };
        await updateInstallation(tx.db, toColumns(given), after.version);
        const pick = (from: Installation): Record<string, unknown> => Object.fromEntries(fields.map((field) => [field, from[field]]));
        await tx.audit([{ table: 'settings', recordId: 'installation', recordLabel: after.name, action: 'settings.update', before: pick(before), after: pick(after) }]);
        return after;
      }),
  };
}

/** The settings as a transaction or a single read sees them: what guards and the brake go by (U3, M14). */
export async function installationOf(db: Kysely<Schema>): Promise<Installation> {
  return toInstallation(await readInstallation(db));
}

function toInstallation(row: Awaited<ReturnType<typeof readInstallation>>): Installation {
  return {
    name: row.name,
    deployment: row.deployment as Installation['deployment'],
    licenceCapacity: row.licence_capacity,
    adminLevelEnabled: row.admin_level_enabled === 1,
    brakePercent: row.brake_percent,
    brakeFloor: row.brake_floor,
    brakeMaximum: row.brake_maximum,
    secondApproval: row.second_approval === 1,
    version: row.version,
  };
}

function toColumns(changes: Partial<Installation>): Updateable<InstallationRecord> {
  return {
    ...(changes.name === undefined ? {} : { name: changes.name }),
    ...(changes.licenceCapacity === undefined ? {} : { licence_capacity: changes.licenceCapacity }),
    ...(changes.adminLevelEnabled === undefined ? {} : { admin_level_enabled: changes.adminLevelEnabled ? 1 : 0 }),
    ...(changes.brakePercent === undefined ? {} : { brake_percent: changes.brakePercent }),
    ...(changes.brakeFloor === undefined ? {} : { brake_floor: changes.brakeFloor }),
    ...(changes.brakeMaximum === undefined ? {} : { brake_maximum: changes.brakeMaximum }),
    ...(changes.secondApproval === undefined ? {} : { second_approval: changes.secondApproval ? 1 : 0 }),
  };
}
