import { FileDown, SquareArrowOutUpRight, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Plan } from '#shared/schemas/plans.ts';
import { useOnline } from '../../../api/connection-status.tsx';
import { useProblemText } from '../../../api/operation-failure.tsx';
import { usePolicy } from '../../../api/native-state.tsx';
import { usePermission } from '../../../api/session.tsx';
import { useNativeCall } from '../../../api/use-native-call.ts';
import { useMutationOf } from '../../../api/use-operation.ts';
import { MenuButton } from '../../../ui/menu-button.tsx';
import type { MenuAction } from '../../../ui/menu-button.tsx';
import { useToasts } from '../../../ui/toast/toasts.tsx';
import { phaseOf } from '../plan-summary.ts';

/** What can be done with a plan without opening it: its report, and taking it back. */
export function PlanActions({ plan }: { plan: Plan }) {
  const { t } = useTranslation('history');
  const navigate = useNavigate();
  const online = useOnline();
  const toasts = useToasts();
  const problemText = useProblemText();
  const mayUndo = usePermission('imports:admin');
  const say = (error: unknown) => { const text = problemText(error); toasts.show({ meaning: 'gone', text: `${text.title} ${text.advice}` }); };
  const undo = useMutationOf('plans.undo', { invalidates: ['plans.list'], onSuccess: (made) => void navigate(`/plans/${made.id}`) });
  const report = useNativeCall('exports.start');
  const { exports } = usePolicy();
  const download = (format: 'xlsx' | 'csv') => () => {
    report.mutate({ what: 'planReport', planId: plan.id, show: 'all', format, safeForSpreadsheets: true }, { onError: say });
  };
  const actions: MenuAction[] = [{ label: t('open'), icon: SquareArrowOutUpRight, run: () => void navigate(`/plans/${plan.id}`) }];
  if (exports && phaseOf(plan) !== 'working') {
    actions.push({ label: t('reportXlsx'), icon: FileDown, disabled: !online, run: download('xlsx') }, { label: t('reportCsv'), icon: FileDown, disabled: !online, run: download('csv') });
  }
  if (plan.state === 'applied' && mayUndo) {
    actions.push({ label: t('undo'), icon: Undo2, disabled: !online || undo.isPending, run: () => { undo.mutate({ id: plan.id }, { onError: say }); } });
  }
  return <span data-own-click><MenuButton look="icon" size="small" label={t('actions', { name: plan.title })} actions={actions} /></span>;
}
