import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { FileFailure } from '../../api/file-failure.tsx';
import { useTasks } from '../../api/native-state.tsx';
import { OperationError } from '../../api/operation-error.ts';
import { usePhaseText } from '../../api/phase-text.ts';
import { useNativeCall } from '../../api/use-native-call.ts';
import { ProgressRow } from '../../ui/figures/progress-row.tsx';
import { Card } from '../../ui/page/section.tsx';
import { Banner } from '../../ui/states/banner.tsx';
import { legible } from '../../ui/text/legible.ts';

const Box = styled(Card)({ maxWidth: 640, display: 'flex', flexDirection: 'column', gap: 12 });

interface ImportTaskProps {
  taskId: string;
  fileName: string;
  onAgain: () => void;
}

/** From the file to its plan: how far it is, and the way to stop it; ready, the review opens by itself (C7). */
export function ImportTask({ taskId, fileName, onAgain }: ImportTaskProps) {
  const { t } = useTranslation('imports');
  const navigate = useNavigate();
  const phaseText = usePhaseText();
  const cancel = useNativeCall('tasks.cancel');
  const task = useTasks().find(({ id }) => id === taskId);
  const ready = task?.state === 'done' ? task.planId : null;
  useEffect(() => {
    if (ready !== null) void navigate(`/plans/${ready}`, { replace: true });
  }, [ready, navigate]);
  const again = <Button size="small" onClick={onAgain}>{t('task.again')}</Button>;
  if (task === undefined || task.state === 'cancelled') return <Banner meaning="unchanged" role="status" actions={again}>{t('task.cancelled')}</Banner>;
  if (task.state === 'failed') {
    return (
      <Box>
        <FileFailure error={new OperationError(task.error ?? { code: 'internal', message: '' })} title={t('task.failed')} />
        <div>{again}</div>
      </Box>
    );
  }
  return (
    <Box>
      <ProgressRow title={t('task.title', { file: legible(fileName) })} phase={phaseText(task.phase)} done={task.done} total={task.total} remaining={task.remaining} onCancel={() => { cancel.mutate({ id: taskId }); }} />
      <p>{t('task.leave')}</p>
    </Box>
  );
}
