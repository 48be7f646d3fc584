import { fields } from './fields.ts';
import { fileProblems } from './file-problems.ts';
import { history } from './history.ts';
import { imports } from './import.ts';
import { issues } from './issues.ts';
import { planActions } from './plan-actions.ts';
import { plans } from './plans.ts';
import { problems } from './problems.ts';
import { ui } from './ui.ts';
import { userRecord } from './user-record.ts';
import { users } from './users.ts';

/** The English texts: one namespace per feature. */
export const en = { ui, problems, fields, fileProblems, history, imports, issues, planActions, plans, userRecord, users } as const;
