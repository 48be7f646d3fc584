import type { en } from '../en/index.ts';
import type { TextsOf } from '../texts-of.ts';
import { about } from './about.ts';
import { connections } from './connections.ts';
import { fields } from './fields.ts';
import { fileProblems } from './file-problems.ts';
import { history } from './history.ts';
import { imports } from './import.ts';
import { issues } from './issues.ts';
import { overview } from './overview.ts';
import { planActions } from './plan-actions.ts';
import { plans } from './plans.ts';
import { policy } from './policy.ts';
import { problems } from './problems.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { ui } from './ui.ts';
import { updates } from './updates.ts';
import { userRecord } from './user-record.ts';
import { users } from './users.ts';

/** The French texts, as complete as the English by type. */
export const fr: TextsOf<typeof en> = {
  about,
  connections,
  fields,
  fileProblems,
  history,
  imports,
  issues,
  overview,
  planActions,
  plans,
  policy,
  problems,
  settings,
  shell,
  ui,
  updates,
  userRecord,
  users,
};
