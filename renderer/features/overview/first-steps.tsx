import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { FileInput, Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useOnline } from '../../api/connection-status.tsx';
import { OperationProblem } from '../../api/operation-failure.tsx';
import { usePermission } from '../../api/session.tsx';
import { useMutationOf } from '../../api/use-operation.ts';
import { Card } from '../../ui/page/section.tsx';
import { useToasts } from '../../ui/toast/toasts.tsx';

const Steps = styled(Card)(({ theme }) => ({
  display: 'flex',
  flexDirection: 'column',
  gap: 12,
  padding: 24,
  marginBottom: 16,
  '& h2': { fontSize: 16, fontWeight: 600, lineHeight: '24px' },
  '& p': { maxWidth: 560, color: theme.vars.palette.text.secondary },
  '& .steps-actions': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8 },
}));

/** An empty server: bring a file, or look around with sample people; never forced. */
export function FirstSteps() {
  const { t } = useTranslation('overview');
  const navigate = useNavigate();
  const toasts = useToasts();
  const online = useOnline();
  const mayImport = usePermission('imports:member');
  const mayLoad = usePermission('settings:admin');
  const load = useMutationOf('samples.load', {
    invalidates: ['overview.get', 'licences.get', 'users.list', 'organizations.list'],
    onSuccess: ({ users }) => { toasts.show({ meaning: 'new', text: t('first.loaded', { count: users }) }); },
  });
  return (
    <Steps>
      <h2>{t('first.title')}</h2>
      <p>{t('first.text')}</p>
      <div className="steps-actions">
        {mayImport && <Button variant="contained" color="primary" startIcon={<FileInput aria-hidden />} onClick={() => void navigate('/import')}>{t('import')}</Button>}
        {mayLoad && <Button startIcon={<Sparkles aria-hidden />} disabled={!online} loading={load.isPending} onClick={() => { load.mutate({}); }}>{t('first.sample')}</Button>}
      </div>
      {mayLoad && <p>{t('first.sampleText')}</p>}
      {load.error && <OperationProblem error={load.error} />}
    </Steps>
  );
}
