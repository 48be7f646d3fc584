import type { Kysely, Selectable, Updateable } from 'kysely';
import type { Installation as InstallationRecord, Schema } from '../../db/schema.ts';

/** The one row of the installation. */
const only = 1;

export function readInstallation(db: Kysely<Schema>): Promise<Selectable<InstallationRecord>> {
  return db.selectFrom('installation').selectAll().where('id', '=', only).executeTakeFirstOrThrow();
}

/** Makes the row at the very first start; later ones leave it alone. */
export async function insertInstallation(db: Kysely<Schema>, name: string, deployment: string): Promise<void> {
  await db
    .insertInto('installation')
    .values({ id: only, name, deployment, licence_capacity: null })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

export async function updateInstallation(db: Kysely<Schema>, changes: Updateable<InstallationRecord>, version: number): Promise<void> {
  await db.updateTable('installation').set({ ...changes, version }).where('id', '=', only).execute();
}
