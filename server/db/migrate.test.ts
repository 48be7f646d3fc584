import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { foldKey, foldSearch } from '#shared/text.ts';
import { forEachDatabase } from '../../test/support/databases.ts';
import { migrate, type Migration, migrationStatus } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import type { Schema } from './schema.ts';

const first: Migration = {
  name: '0001-notes',
  up: async (db) => {
    await db.schema.createTable('notes').addColumn('id', 'integer').execute();
  },
};
const second: Migration = {
  name: '0002-colour',
  up: async (db) => {
    await db.schema.alterTable('notes').addColumn('colour', 'text').execute();
  },
};
const broken: Migration = {
  name: '0002-broken',
  up: async (db) => {
    await db.schema.createTable('left_behind').addColumn('id', 'integer').execute();
    await sql`select * from no_such_table`.execute(db);
  },
};

forEachDatabase((kind, open) => {
  it('brings an empty database to the newest schema, and finds nothing to do the second time', async () => {
    const database = await open.empty<Schema>();
    expect(await migrate(database, migrations)).toEqual(migrations.map(({ name }) => name));
    expect(await migrate(database, migrations)).toEqual([]);
    expect(await database.db.selectFrom('users').selectAll().execute()).toEqual([]);
  });

  it('tells a migration which database it runs on', async () => {
    const seen: string[] = [];
    await migrate(await open.empty(), [{ name: '0001-look', up: async (_db, found) => void seen.push(found) }]);
    expect(seen).toEqual([kind]);
  });

  it('applies only what is pending', async () => {
    const database = await open.empty();
    await migrate(database, [first]);
    expect(await migrationStatus(database, [first, second])).toEqual({ applied: ['0001-notes'], pending: ['0002-colour'], unknown: [] });
    expect(await migrate(database, [first, second])).toEqual(['0002-colour']);
  });

  it('leaves nothing of a migration that fails', async () => {
    const database = await open.empty();
    await migrate(database, [first]);
    await expect(migrate(database, [first, broken])).rejects.toThrow(/no_such_table/);
    const tables = await database.db.introspection.getTables();
    expect(tables.map(({ name }) => name)).not.toContain('left_behind');
    expect((await migrationStatus(database, [first, broken])).pending).toEqual(['0002-broken']);
  });

  it('refuses a database that a newer version has migrated', async () => {
    const database = await open.empty();
    await migrate(database, [first, second]);
    await expect(migrate(database, [first])).rejects.toThrow(/newer version .*0002-colour/);
  });

  it('U2: names that a former version folded otherwise are found after it', async () => {
    const database = await open.empty<Schema>();
    await migrate(database, migrations.slice(0, 1));
    const former = { id: '01990000-0000-7000-8000-000000000001', username: 'νίκος', username_key: 'νίκος', email: 'n@example.org', email_key: 'n@example.org', display_name: 'Νίκος', locale: 'en', platform_role: 'user', kind: 'person', identity_source: 'local', created_source: 'user', created_at: '', updated_at: '', search_text: 'νικος', sort_name: 'νικος', sort_job_title: '', sort_company: '', sort_department: '', role_rank: 2, licensed: 1 };
    await database.db.insertInto('users').values(former).execute();
    await migrate(database, migrations);
    expect(await database.db.selectFrom('users').select(['username', 'username_key', 'search_text', 'sort_name']).execute()).toEqual([{ username: 'νίκος', username_key: foldKey('νίκος'), search_text: foldSearch('νίκος'), sort_name: 'νικοσ' }]);
  });

  it('migrates once when two start together', async () => {
    const database = await open.empty();
    const results = await Promise.all([migrate(database, [first, second]), migrate(database, [first, second])]);
    expect(results.flat().sort()).toEqual(['0001-notes', '0002-colour']);
  });
});
