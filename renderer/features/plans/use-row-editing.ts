import { useTranslation } from 'react-i18next';
import type { FileField, PlanRow } from '#shared/schemas/plans.ts';
import type { OperationError } from '../../api/operation-error.ts';
import { useMutationOf } from '../../api/use-operation.ts';
import { useToasts } from '../../ui/toast/toasts.tsx';
import { useShowPlan } from './use-plan.ts';

/** What can be done to a row of an open plan (M13). */
export interface RowEditing {
  /** False while the plan cannot be changed; the rows then show no actions. */
  allowed: boolean;
  busy: boolean;
  error: OperationError | null;
  setAside: (row: PlanRow) => void;
  takeBack: (row: PlanRow) => void;
  correct: (row: PlanRow, values: Partial<Record<Exclude<FileField, 'password'>, string>>, onDone: () => void) => void;
}

const nameOf = (row: PlanRow): string => row.displayName || row.username || row.email || String(row.line ?? row.number);

/** Sets rows aside, takes them back and corrects them; each time the server makes the plan anew. */
export function useRowEditing(planId: string, allowed: boolean): RowEditing {
  const { t } = useTranslation('plans');
  const toasts = useToasts();
  const showPlan = useShowPlan();
  const edit = useMutationOf('plans.editRow', { onSuccess: showPlan });
  const put = (row: PlanRow, setAside: boolean) => {
    edit.mutate(
      { id: planId, number: row.number, setAside },
      {
        onSuccess: () => {
          toasts.show({
            text: t(setAside ? 'row.wasSetAside' : 'row.wasTakenBack', { name: nameOf(row) }),
            ...(setAside && { action: { label: t('row.takeBack'), run: () => { put(row, false); } } }),
          });
        },
      },
    );
  };
  return {
    allowed,
    busy: edit.isPending,
    error: edit.error,
    setAside: (row) => { put(row, true); },
    takeBack: (row) => { put(row, false); },
    correct: (row, values, onDone) => { edit.mutate({ id: planId, number: row.number, values }, { onSuccess: onDone }); },
  };
}
