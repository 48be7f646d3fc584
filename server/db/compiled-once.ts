import type { CompiledQuery, Compilable, Kysely } from 'kysely';
import type { DatabaseKind } from './kinds.ts';
import type { Schema } from './schema.ts';

/**
 * A statement that is asked all the time, with one parameter that changes: built for each kind of database at its first
 * use, because building it takes longer than the database needs to answer.
 *
 * @param build the statement for a parameter; it may hold no other parameter.
 */
export function compiledOnce<Row>(build: (db: Kysely<Schema>, kind: DatabaseKind, parameter: string) => Compilable<Row>): (db: Kysely<Schema>, kind: DatabaseKind, parameter: string) => Promise<Row[]> {
  const compiled = new Map<DatabaseKind, CompiledQuery<Row>>();
  return async (db, kind, parameter) => {
    const known = compiled.get(kind) ?? build(db, kind, parameter).compile();
    if (known.parameters.length !== 1) throw new Error(`A statement with one parameter was expected: ${known.sql}`);
    compiled.set(kind, known);
    return (await db.executeQuery<Row>({ ...known, parameters: [parameter] })).rows;
  };
}
