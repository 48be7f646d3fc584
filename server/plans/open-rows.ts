import { sql } from 'kysely';

/** Rows of a plan that may come to something; in these very words, because both databases have an index of just them. */
export const openRows = sql<boolean>`plan_rows.action <> 'unchanged'`;
