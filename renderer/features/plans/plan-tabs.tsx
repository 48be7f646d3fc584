import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan } from '#shared/schemas/plans.ts';
import { useFormats } from '../../i18n/format.ts';
import { typeSizes } from '../../ui/theme/tokens.ts';
import { shownTabs, tabCount } from './plan-summary.ts';
import type { PlanTab } from './plan-summary.ts';

const Line = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '0 16px', flexShrink: 0, '& [role="tablist"]': { minWidth: 0 }, '& .tabs-end': { flex: '1 1 180px', maxWidth: 320, marginLeft: 'auto', padding: '4px 0', '& > *': { width: '100%' } } });
const Count = styled('span')(({ theme }) => ({
  marginLeft: 6,
  color: theme.vars.palette.text.secondary,
  fontSize: typeSizes.small,
  fontVariantNumeric: 'tabular-nums',
  '&.is-loud': { color: theme.vars.palette.meaning.held.text, fontWeight: 600 },
}));

const loud: ReadonlySet<PlanTab> = new Set(['dangerous', 'problems']);

interface PlanTabsProps {
  plan: Plan;
  open: PlanTab;
  onChange: (tab: PlanTab) => void;
  /** Id of the list that the tabs choose. */
  listId: string;
  children: ReactNode;
}

/** Which rows are shown, each with its count; search stands at the end of the line. */
export function PlanTabs({ plan, open, onChange, listId, children }: PlanTabsProps) {
  const { t } = useTranslation('plans');
  const formats = useFormats();
  return (
    <Line>
      <Tabs value={open} onChange={(_event, tab: PlanTab) => { onChange(tab); }} aria-label={t('tab.label')} variant="scrollable" scrollButtons={false} sx={{ boxShadow: 'none', borderBottom: 0 }}>
        {shownTabs(plan.counts, open).map((tab) => {
          const count = tabCount(tab, plan.counts);
          return (
            <Tab
              key={tab}
              value={tab}
              id={`${listId}-tab-${tab}`}
              aria-controls={tab === open ? listId : undefined}
              label={<span>{t(`tab.${tab}`)}{count !== undefined && <Count className={count > 0 && loud.has(tab) ? 'is-loud' : ''}>{formats.number(count)}</Count>}</span>}
            />
          );
        })}
      </Tabs>
      <div className="tabs-end">{children}</div>
    </Line>
  );
}
