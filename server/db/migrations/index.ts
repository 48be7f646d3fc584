import type { Migration } from '../migrate.ts';
import * as foundation from './0001-foundation.ts';
import * as largePlansAndLists from './0002-large-plans-and-lists.ts';

/** All migrations, oldest first. A released one is never changed: a correction is a new one at the end. */
export const migrations: readonly Migration[] = [
  { name: '0001-foundation', up: foundation.up },
  { name: '0002-large-plans-and-lists', up: largePlansAndLists.up },
];
