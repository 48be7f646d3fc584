import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanRow } from '#shared/schemas/plans.ts';
import { useFormats } from '../../i18n/format.ts';
import type { Formats } from '../../i18n/format.ts';
import type { OrganizationNames, PeopleTexts } from '../../i18n/people-texts.ts';
import { usePeopleTexts } from '../../i18n/people-texts.ts';
import { useNow } from '../../ui/text/clock.tsx';
import { isActing, readableChanges } from './plan-summary.ts';

export interface RowTexts {
  /** "Deactivate", or "Deactivated" once the plan is applied. */
  action(row: PlanRow, applied: boolean): string;
  /** The change in one line: "Role User → Admin, and 2 more fields". */
  change(row: PlanRow): string;
  /** When they were last active, for whoever loses something. */
  activity(row: PlanRow): string;
  fieldName(field: string): string;
  fieldValue(field: string, value: unknown): string;
}

type Plans = TFunction<'plans'>;

/** What a new person starts with is not a list of changes: only the role is worth a line. */
function creationText(row: PlanRow, texts: PeopleTexts, t: Plans): string {
  const role = row.changes.find((change) => change.field === 'platformRole');
  return role ? `${t('newPerson')}, ${texts.fieldValue('platformRole', role.after)}` : t('newPerson');
}

function changeText(row: PlanRow, texts: PeopleTexts, t: Plans): string {
  if (row.action === 'create') return creationText(row, texts, t);
  if (row.action === 'delete') return t('deletion');
  if (row.action === 'restore') return t('restoration');
  const changes = readableChanges(row);
  const first = changes[0];
  if (!first) return '';
  const { field } = first;
  const before = texts.fieldValue(field, first.before);
  const after = texts.fieldValue(field, first.after);
  const line = t('change', { field: texts.fieldName(field), before, after });
  return changes.length === 1 ? line : `${line}, ${t('moreChanges', { count: changes.length - 1 })}`;
}

function activityText(row: PlanRow, t: Plans, formats: Formats, now: number): string {
  if (row.userId === null) return '';
  if (row.lastActiveAt === null) return t('neverActive');
  return t('lastActive', { when: formats.relative(row.lastActiveAt, now) });
}

/** The words of a plan's rows in the language on screen. */
export function useRowTexts(names: OrganizationNames): RowTexts {
  const { t } = useTranslation('plans');
  const texts = usePeopleTexts(names);
  const formats = useFormats();
  const now = useNow();
  return useMemo(
    () => ({
      action: (row, applied) => {
        if (row.setAside) return t('setAsideMark');
        return applied && isActing(row.action) ? t(`actionDone.${row.action}`) : t(`action.${row.action}`);
      },
      change: (row) => changeText(row, texts, t),
      activity: (row) => activityText(row, t, formats, now),
      fieldName: (field) => texts.fieldName(field),
      fieldValue: (field, value) => texts.fieldValue(field, value),
    }),
    [t, texts, formats, now],
  );
}
