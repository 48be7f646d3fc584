import type { Kysely } from 'kysely';
import type { ParsedInputOf } from '#shared/contract/index.ts';
import { foldSearch } from '#shared/text.ts';
import type { DatabaseKind } from '../db/kinds.ts';
import type { Schema } from '../db/schema.ts';
import { containsText } from '../db/text-search.ts';
import { actingActions } from './counting.ts';

type Filter = Pick<ParsedInputOf<'plans.rows'>, 'show' | 'q'>;

const gone = ['deactivate', 'delete', 'makeUnlicensed'] as const;
const changed = ['update', 'reactivate', 'restore'] as const;

/** The rows of a plan that a tab of the review shows, without order. */
export function rowsShown(db: Kysely<Schema>, kind: DatabaseKind, planId: string, { show, q }: Filter) {
  let query = db
    .selectFrom('plan_rows')
    .leftJoin('users', 'users.id', 'plan_rows.user_id')
    .selectAll('plan_rows')
    .select(['users.username as person_username', 'users.email as person_email'])
    .where('plan_id', '=', planId);
  const notAside = () => query.where('set_aside', '=', 0);
  if (show === 'dangerous') query = notAside().where('dangerous', '=', 1);
  if (show === 'create') query = notAside().where('action', '=', 'create');
  if (show === 'change') query = notAside().where('action', 'in', changed);
  if (show === 'gone') query = notAside().where('action', 'in', gone);
  if (show === 'problems') query = notAside().where('action', 'in', ['invalid', 'conflict', 'kept', 'impossible']);
  if (show === 'unchanged') query = notAside().where('action', '=', 'unchanged');
  if (show === 'setAside') query = query.where('set_aside', '=', 1);
  if (show === 'applied') query = notAside().where('action', 'in', actingActions);
  const fragment = q === undefined ? '' : foldSearch(q.trim());
  if (fragment === '') return query;
  return query.where(containsText(kind, 'plan_rows.search_text', fragment));
}
