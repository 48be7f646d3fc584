import Button from '@mui/material/Button';
import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Plan } from '#shared/schemas/plans.ts';
import { Banner } from '../../ui/states/banner.tsx';
import { changesOf } from './plan-summary.ts';

/** M18: what an undo gives back, what it keeps because it changed since, and what is impossible. */
export function UndoNotice({ plan }: { plan: Plan }) {
  const { t } = useTranslation('planActions');
  const { counts } = plan;
  const reversed = changesOf(counts);
  return (
    <Banner
      meaning="inherited"
      icon={Undo2}
      title={t('undoPlan.title')}
      actions={plan.undoes !== null && <Button size="small" component={Link} to={`/plans/${plan.undoes}`}>{t('done.openUndone')}</Button>}
    >
      {t('undoPlan.reversed', { count: reversed })} {counts.kept > 0 && t('undoPlan.kept', { count: counts.kept })} {counts.impossible > 0 && t('undoPlan.impossible', { count: counts.impossible })}
    </Banner>
  );
}
