import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { FileInput } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import type { FileOverrides } from '#shared/file-inspection.ts';
import type { ChosenFile } from '#shared/ipc.ts';
import { useOnline } from '../../api/connection-status.tsx';
import { FileFailure } from '../../api/file-failure.tsx';
import { usePermission } from '../../api/session.tsx';
import { useNativeCall } from '../../api/use-native-call.ts';
import { Page } from '../../ui/page/page.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { legible } from '../../ui/text/legible.ts';
import { useUrlState } from '../../ui/url-state.ts';
import { DropTarget } from './drop-target.tsx';
import { ImportSteps } from './import-steps.tsx';
import { ImportTask } from './import-task.tsx';
import { importView } from './import-view.ts';
import type { ImportView } from './import-view.ts';

const OrDrop = styled('span')(({ theme }) => ({ color: theme.vars.palette.text.secondary, alignSelf: 'center' }));

/** Nothing of a former file stays when another one is chosen. */
const fresh = { step: 'file', read: {}, task: undefined } as const satisfies Partial<ImportView>;

/** The file that another screen or the operating system handed over. */
function useHandedOver(onFile: (file: ChosenFile) => void): void {
  const { state } = useLocation() as { state: { file?: ChosenFile; purpose?: string } | null };
  const file = state?.file;
  useEffect(() => { if (file) onFile(file); }, [file, onFile]);
}

/** M1: choose or drop a file, see what was found in it, match columns, say what to do; then the plan is made. */
export function ImportPage() {
  const { t } = useTranslation('imports');
  const navigate = useNavigate();
  const online = useOnline();
  const mayPlan = usePermission('imports:member');
  const [view, setView] = useUrlState(importView);
  const [failure, setFailure] = useState<unknown>(null);
  const show = useCallback((file: ChosenFile, push: boolean) => {
    setFailure(null);
    setView({ ...fresh, file: file.handle, name: file.name }, { push });
  }, [setView]);
  const take = useCallback((file: ChosenFile | null) => { if (file) show(file, true); }, [show]);
  // What was handed over is taken once: it takes the place of the entry in the history that brought it.
  const takeOver = useCallback((file: ChosenFile) => { show(file, false); }, [show]);
  useHandedOver(takeOver);
  const choose = useNativeCall('files.choose', { onSuccess: take });
  const openPlan = useNativeCall('plans.openFile', { onSuccess: ({ planId }) => void navigate(`/plans/${planId}`) });
  const choosePlan = useNativeCall('files.choose', { onSuccess: (file) => { if (file) openPlan.mutate({ handle: file.handle }); } });
  const override = useCallback((change: FileOverrides) => { setView({ read: { ...view.read, ...change } }); }, [setView, view.read]);
  if (!mayPlan) return <Page title={t('title')}><EmptyState icon={FileInput} text={t('notPermitted')} /></Page>;
  const error = failure ?? choose.error ?? choosePlan.error ?? openPlan.error;
  const chooseButton = (look: 'contained' | 'outlined') => (
    <Button variant={look} {...(look === 'contained' && { color: 'primary' as const })} loading={choose.isPending} onClick={() => { choose.mutate({ purpose: 'people' }); }}>{t(look === 'contained' ? 'choose' : 'another')}</Button>
  );
  return (
    <Page title={t('title')} lead={view.file === undefined ? undefined : <bdi>{legible(view.name)}</bdi>} actions={view.file !== undefined && view.task === undefined && chooseButton('outlined')}>
      <DropTarget onFile={take} onError={setFailure} />
      {error != null && <div style={{ marginBottom: 16 }}><FileFailure error={error} title={t('failed')} /></div>}
      {view.file === undefined && (
        <EmptyState
          icon={FileInput}
          text={t('emptyText')}
          action={<>{chooseButton('contained')}<OrDrop>{t('orDrop')}</OrDrop><Button disabled={!online} loading={choosePlan.isPending || openPlan.isPending} onClick={() => { choosePlan.mutate({ purpose: 'plan' }); }}>{t('openPlan')}</Button></>}
        />
      )}
      {view.file !== undefined && view.task !== undefined && <ImportTask taskId={view.task} fileName={view.name} onAgain={() => { setView({ task: undefined }); }} />}
      {view.file !== undefined && view.task === undefined && <ImportSteps key={view.file} file={view.file} view={view} onChange={setView} onOverride={override} />}
    </Page>
  );
}
