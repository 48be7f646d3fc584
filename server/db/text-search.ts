import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';
import type { DatabaseKind } from './kinds.ts';

/**
 * Searching for fragments in a column `search_text`, which holds text folded by `foldSearch` of shared/text.ts.
 * The databases only compare code points, so both find exactly what `includes` finds on the folded text.
 *
 * SQLite keeps an FTS5 index of trigrams beside the table, in step by triggers. It refers to rows by rowid:
 * never run `vacuum` on such a file (a backup copies pages and keeps them; see sqlite-backup.ts).
 * PostgreSQL keeps a GIN index of trigrams; where the extension pg_trgm is refused, searches scan, with the same answers.
 */
const trigram = 3;

/** Makes the search index of a table that has a column `search_text`; part of a migration. */
export async function createSearchIndex(db: Kysely<unknown>, kind: DatabaseKind, table: string): Promise<void> {
  if (kind === 'sqlite') await createTrigramTable(db, table);
  else await createTrigramIndex(db, table);
}

/** Whether the row's search text contains the fragment (already folded). An empty fragment is in every text. */
export function matchesSearch(kind: DatabaseKind, table: string, fragment: string): Expression<SqlBool> {
  const column = sql.ref(`${table}.search_text`);
  // An index of trigrams knows nothing of shorter fragments.
  if ([...fragment].length < trigram) return containsText(kind, `${table}.search_text`, fragment);
  if (kind === 'sqlite') {
    const index = sql.table(searchTable(table));
    const phrase = `"${fragment.replaceAll('"', '""')}"`;
    return sql<SqlBool>`${sql.ref(`${table}.rowid`)} in (select rowid from ${index} where ${index} match ${phrase})`;
  }
  return sql<SqlBool>`${column} like ${`%${escapeLike(fragment)}%`}`;
}

/** The same for a column without an index, such as the rows of one plan: every row asked about is looked at. */
export function containsText(kind: DatabaseKind, column: string, fragment: string): Expression<SqlBool> {
  const position = sql.raw(kind === 'sqlite' ? 'instr' : 'strpos');
  return sql<SqlBool>`${position}(${sql.ref(column)}, ${fragment}) > 0`;
}

function escapeLike(fragment: string): string {
  return fragment.replace(/[\\%_]/g, (special) => `\\${special}`);
}

function searchTable(table: string): string {
  return `${table}_search`;
}

async function createTrigramTable(db: Kysely<unknown>, table: string): Promise<void> {
  const index = searchTable(table);
  const run = (statement: string): Promise<unknown> => sql.raw(statement).execute(db);
  const remove = `insert into "${index}" ("${index}", rowid, search_text) values ('delete', old.rowid, old.search_text);`;
  const add = `insert into "${index}" (rowid, search_text) values (new.rowid, new.search_text);`;
  await run(
    `create virtual table "${index}" using fts5 (search_text, content = '${table}', columnsize = 0, tokenize = 'trigram case_sensitive 1')`,
  );
  await run(`insert into "${index}" ("${index}") values ('rebuild')`);
  await run(`create trigger "${index}_insert" after insert on "${table}" begin ${add} end`);
  await run(`create trigger "${index}_delete" after delete on "${table}" begin ${remove} end`);
  await run(
    `create trigger "${index}_update" after update of search_text on "${table}" when old.search_text is not new.search_text begin ${remove} ${add} end`,
  );
}

async function createTrigramIndex(db: Kysely<unknown>, table: string): Promise<void> {
  if (!(await hasTrigramExtension(db))) return;
  await sql.raw(`create index "${searchTable(table)}" on "${table}" using gin (search_text gin_trgm_ops)`).execute(db);
}

/** Creating the extension may be refused (a right, or the package is not there); the migration goes on without it. */
async function hasTrigramExtension(db: Kysely<unknown>): Promise<boolean> {
  await sql`savepoint before_extension`.execute(db);
  try {
    await sql`create extension if not exists pg_trgm`.execute(db);
    await sql`release savepoint before_extension`.execute(db);
    return true;
  } catch {
    await sql`rollback to savepoint before_extension`.execute(db);
    return false;
  }
}
