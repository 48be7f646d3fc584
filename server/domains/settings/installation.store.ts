import type { Kysely, Selectable } from 'kysely';
import type { Installation, Schema } from '../../db/schema.ts';

export type InstallationSettings = {
  name: string;
  deployment: 'enterprise' | 'hosted';
  /** L1: null is unlimited. */
  licenceCapacity: number | null;
  /** U3 */
  adminLevelEnabled: boolean;
  /** M14: percent of active people, the number never held by it, the number always held, and a second administrator. */
  brakePercent: number;
  brakeFloor: number;
  brakeMaximum: number;
  secondApproval: boolean;
  version: number;
};

/** The one row of the installation; made at the first start. */
export async function readInstallation(db: Kysely<Schema>): Promise<InstallationSettings> {
  return toSettings(await db.selectFrom('installation').selectAll().where('id', '=', 1).executeTakeFirstOrThrow());
}

const toSettings = (row: Selectable<Installation>): InstallationSettings => ({
  name: row.name,
  deployment: row.deployment as InstallationSettings['deployment'],
  licenceCapacity: row.licence_capacity,
  adminLevelEnabled: row.admin_level_enabled === 1,
  brakePercent: row.brake_percent,
  brakeFloor: row.brake_floor,
  brakeMaximum: row.brake_maximum,
  secondApproval: row.second_approval === 1,
  version: row.version,
});
