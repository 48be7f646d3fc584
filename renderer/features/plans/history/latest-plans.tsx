import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePermission } from '../../../api/session.tsx';
import { useOperation } from '../../../api/use-operation.ts';
import { Card } from '../../../ui/page/section.tsx';
import { LoadingLines } from '../../../ui/states/loading.tsx';
import { StatusChip } from '../../../ui/status/status-chip.tsx';
import { RelativeTime } from '../../../ui/text/relative-time.tsx';
import { Truncated } from '../../../ui/text/truncated.tsx';
import { typeSizes } from '../../../ui/theme/tokens.ts';
import { stateLook } from '../plan-state-look.ts';

const shown = 5;

const Box = styled(Card)(({ theme }) => ({
  display: 'flex',
  flexDirection: 'column',
  gap: 4,
  minWidth: 0,
  flex: 1,
  '& header': { display: 'flex', justifyContent: 'space-between', alignItems: 'baseline', gap: 12, marginBottom: 4 },
  '& h2': { fontSize: 14, fontWeight: 600 },
  '& p': { color: theme.vars.palette.text.secondary },
  '& ul': { listStyle: 'none', margin: '0 -8px', padding: 0 },
  '& li a': {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    alignItems: 'center',
    gap: '0 12px',
    padding: '6px 8px',
    borderRadius: 6,
    color: 'inherit',
    textDecoration: 'none',
    '&:hover': { backgroundColor: theme.vars.palette.surface.hover },
  },
  '& li a > span:first-of-type': { fontWeight: 500, minWidth: 0 },
  '& li small': { gridColumn: '1 / -1', color: theme.vars.palette.text.secondary, fontSize: typeSizes.small },
}));

/** The last plans, so that one which waits for somebody is not forgotten; nothing for those who may not see plans. */
export function LatestPlans() {
  const { t } = useTranslation(['history', 'plans']);
  const maySee = usePermission('imports:reader');
  const { data } = useOperation('plans.list', { limit: shown }, { enabled: maySee });
  if (!maySee) return null;
  return (
    <Box>
      <header>
        <h2>{t('history:latest.title')}</h2>
        <Link to="/history">{t('history:latest.all')}</Link>
      </header>
      {!data && <LoadingLines lines={3} />}
      {data?.items.length === 0 && <p>{t('history:latest.none')}</p>}
      <ul>
        {data?.items.map((plan) => (
          <li key={plan.id}>
            <Link to={`/plans/${plan.id}`}>
              <span><Truncated>{plan.title}</Truncated></span>
              <StatusChip {...stateLook[plan.state]} label={t(`plans:state.${plan.state}`)} />
              <small>{t(`plans:mode.${plan.mode}`)} · <bdi>{plan.createdBy.name}</bdi> · <RelativeTime time={plan.createdAt} /></small>
            </Link>
          </li>
        ))}
      </ul>
    </Box>
  );
}
