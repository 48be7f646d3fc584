import { Outlet, useNavigate } from 'react-router';
import Button from '@mui/material/Button';
import { Cable } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { styled } from '@mui/material/styles';
import { OperationError, problemOf } from '../api/operation-error.ts';
import { OperationFailure } from '../api/operation-failure.tsx';
import { useConnectionStatus } from '../api/connection-status.tsx';
import { SessionProvider, useSessionIfAny } from '../api/session.tsx';
import { useCurrentConnection } from '../api/native-state.tsx';
import { useOperation } from '../api/use-operation.ts';
import { Page } from '../ui/page/page.tsx';
import { EmptyState } from '../ui/states/empty-state.tsx';
import { LoadingLines } from '../ui/states/loading.tsx';
import { Shell } from './shell/shell.tsx';

const Waiting = styled('div')({ maxWidth: 480 });

/** Asks who is signed in and gives it to every screen; the shell stands whatever the answer is. */
export function SessionRoot() {
  const { data } = useOperation('session.get', {});
  return (
    <SessionProvider session={data}>
      <Shell />
    </SessionProvider>
  );
}

/** Lets screens of the server through only with a session; says what to do without one. */
export function NeedsSession() {
  const session = useSessionIfAny();
  const { name } = useCurrentConnection();
  return session ? <Outlet /> : <Page title={name}><WithoutSession /></Page>;
}

/** Why there is no session, and what to do. */
function WithoutSession() {
  const { t } = useTranslation(['shell', 'policy']);
  const status = useConnectionStatus();
  const navigate = useNavigate();
  const { error, isError, refetch } = useOperation('session.get', {});
  const toConnections = <Button startIcon={<Cable aria-hidden />} onClick={() => void navigate('/connections')}>{t('offline.openConnections')}</Button>;
  if (status.state === 'signed_out' || (isError && problemOf(error).code === 'not_signed_in')) {
    return <EmptyState icon={Cable} text={status.error?.reason === 'set_by_policy' ? t('policy:noLocalServer') : t('session.needed')} action={toConnections} />;
  }
  if (isError) return <OperationFailure error={error} onRetry={() => void refetch()} action={toConnections} />;
  if (status.state === 'offline') return <OperationFailure error={new OperationError(status.error ?? { code: 'unreachable', message: 'Offline' })} action={toConnections} />;
  return <Waiting><LoadingLines lines={6} /></Waiting>;
}
