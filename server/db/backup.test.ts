import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type DatabaseOpener, forEachDatabase, onDatabase } from '../../test/support/databases.ts';
import { backupDatabase, restoreDatabase } from './backup.ts';
import { type Database, type DatabaseSettings, withDatabase } from './database.ts';
import { migrate, type Migration } from './migrate.ts';
import { createSearchIndex, matchesSearch } from './text-search.ts';

type Tables = { notes: { id: string; search_text: string } };

const first: Migration = {
  name: '0001-notes',
  up: async (db, kind) => {
    const text = kind === 'postgres' ? sql`text collate "C"` : sql`text`;
    await db.schema.createTable('notes').addColumn('id', text, (column) => column.primaryKey()).addColumn('search_text', text, (column) => column.notNull()).execute();
    await createSearchIndex(db, kind, 'notes');
  },
};
const second: Migration = {
  name: '0002-pictures',
  up: async (db) => {
    await db.schema.createTable('pictures').addColumn('id', 'integer').execute();
  },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'quarterdeck-backup-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const withTables = withDatabase<Tables, unknown>;

const add = (database: Database<Tables>, ...texts: string[]): Promise<unknown> =>
  database.db.insertInto('notes').values(texts.map((search_text) => ({ id: search_text, search_text }))).execute();

const texts = (database: Database<Tables>): Promise<string[]> =>
  database.db.selectFrom('notes').select('id').orderBy('id').execute().then((rows) => rows.map(({ id }) => id));

async function makeNotes(open: DatabaseOpener): Promise<DatabaseSettings> {
  const settings = await open.emptySettings();
  await withTables(settings, async (database) => {
    await migrate(database, [first]);
    await add(database, 'anna', 'bea');
  });
  return settings;
}

forEachDatabase((kind, open) => {

  it('backs up while the server writes, and brings that moment back, search and all', async () => {
    const settings = await makeNotes(open);
    const file = path.join(folder, 'backup');
    await withTables(settings, async (database) => {
      let done = false;
      const writing = (async () => {
        for (let n = 0; !done; n += 1) await add(database, `during ${n}`);
      })();
      const { bytes } = await backupDatabase(settings, file);
      done = true;
      await writing;
      expect(bytes).toBe((await readFile(file)).length);
      await add(database, 'afterwards');
      await migrate(database, [first, second]);
    });
    await restoreDatabase(settings, file, [first, second]);
    await withTables(settings, async (database) => {
      const found = await texts(database);
      expect(found).toEqual(expect.arrayContaining(['anna', 'bea']));
      expect(found).not.toContain('afterwards');
      const search = await database.db.selectFrom('notes').select('id').where(matchesSearch(kind, 'notes', 'ann')).execute();
      expect(search).toEqual([{ id: 'anna' }]);
      expect(await migrate(database, [first, second])).toEqual(['0002-pictures']);
    });
    expect((await readdir(folder)).sort()).toEqual(['backup']);
  });

  it('overwrites no file and leaves no half one', async () => {
    const settings = await makeNotes(open);
    const file = path.join(folder, 'backup');
    await writeFile(file, 'precious');
    await expect(backupDatabase(settings, file)).rejects.toMatchObject({ code: 'already_exists' });
    expect(await readFile(file, 'utf8')).toBe('precious');
    await expect(backupDatabase(settings, path.join(folder, 'no', 'such', 'folder'))).rejects.toMatchObject({ code: 'not_found' });
    expect(await readdir(folder)).toEqual(['backup']);
  });

  it.each(['cut short', 'something else', 'missing'])('refuses a file that is %s, and the database stays as it is', async (fault) => {
    const settings = await makeNotes(open);
    const file = path.join(folder, 'backup');
    if (fault === 'something else') await writeFile(file, 'name;email\n'.repeat(1_000));
    if (fault === 'cut short') {
      const { bytes } = await backupDatabase(settings, file);
      await truncate(file, Math.floor(bytes / 2));
    }
    const code = fault === 'missing' ? 'not_found' : 'invalid_input';
    await expect(restoreDatabase(settings, file, [first])).rejects.toMatchObject({ code });
    expect(await withTables(settings, texts)).toEqual(['anna', 'bea']);
  });

  it('refuses a backup of a newer version, and the database stays as it is', async () => {
    const settings = await makeNotes(open);
    const file = path.join(folder, 'backup');
    await withTables(settings, (database) => migrate(database, [first, second]));
    await backupDatabase(settings, file);
    await expect(restoreDatabase(settings, file, [first])).rejects.toMatchObject({ code: 'conflict' });
    expect(await withTables(settings, texts)).toEqual(['anna', 'bea']);
  });
});

onDatabase('sqlite', (open) => {
  it('refuses to replace a file that a server has open; keeps the former file otherwise', async () => {
    const settings = await makeNotes(open);
    const file = path.join(folder, 'backup');
    await backupDatabase(settings, file);
    await withTables(settings, async (database) => {
      await add(database, 'carl');
      await expect(restoreDatabase(settings, file, [first])).rejects.toMatchObject({ code: 'conflict' });
      expect(await texts(database)).toContain('carl');
    });
    const { kept } = await restoreDatabase(settings, file, [first]);
    expect(await withTables(settings, texts)).toEqual(['anna', 'bea']);
    expect(await withTables({ kind: 'sqlite', file: kept ?? '' }, texts)).toEqual(['anna', 'bea', 'carl']);
  });
});
