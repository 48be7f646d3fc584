import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { FileInput } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { OperationFailure } from '../../api/operation-failure.tsx';
import { usePermission } from '../../api/session.tsx';
import { useOperation } from '../../api/use-operation.ts';
import { StatCard, StatStrip } from '../../ui/figures/stat-card.tsx';
import { Page } from '../../ui/page/page.tsx';
import { ActivityChart } from './activity-chart.tsx';
import { FirstSteps } from './first-steps.tsx';
import { LicencePicture } from './licence-picture.tsx';

const Figures = styled(StatStrip)({ marginBottom: 16 });
const Pictures = styled('div')(({ theme }) => ({
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 1fr)',
  gap: 12,
  alignItems: 'stretch',
  [theme.breakpoints.down('lg')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
}));

const Aside = styled('div')({ display: 'flex', flexDirection: 'column', gap: 12, minWidth: 0 });

/**
 * L6: the seven figures, each leading to its list; activity and licences; and the way to bring a file.
 *
 * @param aside stands below the licences: what other parts of the console have to say at first sight.
 */
export function OverviewPage({ aside }: { aside?: ReactNode }) {
  const { t } = useTranslation('overview');
  const navigate = useNavigate();
  const mayImport = usePermission('imports:member');
  const { data, error, refetch } = useOperation('overview.get', {});
  const importButton = mayImport && <Button variant="contained" color="primary" startIcon={<FileInput aria-hidden />} onClick={() => void navigate('/import')}>{t('import')}</Button>;
  if (!data && error) {
    return <Page title={t('title')}><OperationFailure error={error} onRetry={() => void refetch()} /></Page>;
  }
  return (
    <Page title={t('title')} actions={data?.samplesOffered ? undefined : importButton}>
      {data?.samplesOffered && <FirstSteps />}
      <Figures>
        <StatCard label={t('figures.users')} value={data?.users} to="/users" />
        <StatCard label={t('figures.licensed')} value={data?.licensed} to="/users?licence=licensed" />
        <StatCard label={t('figures.active')} value={data?.active} detail={t('figures.activeDetail')} to="/users?activity=active&activityDays=30" />
        <StatCard label={t('figures.deactivated')} value={data?.deactivated} to="/users?platformRole=deactivated" />
        <StatCard label={t('figures.unlicensed')} value={data?.unlicensed} to="/users?platformRole=unlicensed" />
        <StatCard label={t('figures.organizations')} value={data?.organizations} />
        <StatCard label={t('figures.workspaces')} value={data?.workspaces.active} {...(data && { detail: t('figures.archived', { count: data.workspaces.archived }) })} />
      </Figures>
      <Pictures>
        <ActivityChart activity={data?.activity} />
        <Aside>
          <LicencePicture licences={data?.licences} />
          {data?.samplesOffered !== true && aside}
        </Aside>
      </Pictures>
    </Page>
  );
}
