import Badge from '@mui/material/Badge';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Popover from '@mui/material/Popover';
import Tooltip from '@mui/material/Tooltip';
import { styled } from '@mui/material/styles';
import { ListTodo, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Task } from '#shared/ipc.ts';
import { callNative, useBridge } from '../../api/bridge-context.tsx';
import { useTasks } from '../../api/native-state.tsx';
import { OperationError } from '../../api/operation-error.ts';
import { useProblemText } from '../../api/operation-failure.tsx';
import { ProgressRow } from '../../ui/figures/progress-row.tsx';
import { StatusChip } from '../../ui/status/status-chip.tsx';
import { RelativeTime } from '../../ui/text/relative-time.tsx';
import { Truncated } from '../../ui/text/truncated.tsx';
import type { Meaning } from '../../ui/theme/tokens.ts';
import { typeSizes } from '../../ui/theme/tokens.ts';
import { usePhaseText } from '../../api/phase-text.ts';
import { useTaskNews } from '../use-task-news.ts';

const Panel = styled('section')(({ theme }) => ({
  width: 360,
  maxWidth: 'calc(100vw - 32px)',
  maxHeight: 'min(480px, 70vh)',
  overflow: 'auto',
  '& h2': { padding: '12px 16px 4px', fontSize: typeSizes.body, fontWeight: 600 },
  '& ul': { listStyle: 'none', padding: 0 },
  '& li': { padding: '12px 16px', borderTop: `1px solid ${theme.vars.palette.surface.line}` },
  '& li:first-of-type': { borderTop: 0 },
  '& .tray-empty': { padding: '4px 16px 16px', color: theme.vars.palette.text.secondary },
  '& .task-head': { display: 'flex', alignItems: 'center', gap: 8, '& bdi': { flex: 1, fontWeight: 500 } },
  '& .task-line': { display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: 8, marginTop: 4, color: theme.vars.palette.text.secondary, fontSize: typeSizes.small },
}));

const meaningOf: Record<Exclude<Task['state'], 'running'>, Meaning> = { done: 'new', failed: 'gone', cancelled: 'unchanged' };

function EndedTask({ task, onFollow }: { task: Task; onFollow: () => void }) {
  const { t } = useTranslation('shell');
  const bridge = useBridge();
  const navigate = useNavigate();
  const problemText = useProblemText();
  const state = task.state === 'running' ? 'done' : task.state;
  const { planId } = task;
  return (
    <>
      <div className="task-head">
        <Truncated>{task.title}</Truncated>
        <IconButton size="small" aria-label={t('tasks.dismiss', { name: task.title })} onClick={() => void callNative(bridge, 'tasks.dismiss', { id: task.id })}><X aria-hidden /></IconButton>
      </div>
      <div className="task-line">
        <StatusChip quiet meaning={meaningOf[state]} label={t(`tasks.states.${state}`)} />
        {task.endedAt !== null && <RelativeTime time={task.endedAt} />}
      </div>
      {task.error && state === 'failed' && <div className="task-line">{problemText(new OperationError(task.error)).title} {problemText(new OperationError(task.error)).advice}</div>}
      {state === 'done' && (planId !== null || task.savedAs !== null) && (
        <div className="task-line">
          {planId !== null && task.savedAs === null && <Button size="small" onClick={() => { onFollow(); void navigate(`/plans/${planId}`); }}>{t('tasks.openPlan')}</Button>}
          {task.savedAs !== null && <Button size="small" onClick={() => void callNative(bridge, 'app.revealSaved', { taskId: task.id })}>{t('tasks.reveal')}</Button>}
        </div>
      )}
    </>
  );
}

function RunningTask({ task }: { task: Task }) {
  const bridge = useBridge();
  const phaseText = usePhaseText();
  return (
    <ProgressRow
      title={task.title}
      phase={phaseText(task.phase)}
      done={task.done}
      total={task.total}
      remaining={task.remaining}
      onCancel={() => void callNative(bridge, 'tasks.cancel', { id: task.id })}
    />
  );
}

/** C7: long work that goes on behind every screen. */
export function TaskTray() {
  const { t } = useTranslation('shell');
  const tasks = useTasks();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  useTaskNews(tasks);
  const running = tasks.filter((task) => task.state === 'running').length;
  const label = running === 0 ? t('tasks.title') : t('tasks.running', { count: running });
  return (
    <>
      <Tooltip title={label}>
        <IconButton aria-label={label} aria-haspopup="dialog" aria-expanded={anchor !== null} onClick={(event) => { setAnchor(event.currentTarget); }}>
          <Badge badgeContent={running === 0 ? undefined : running} color="primary" sx={{ '& .MuiBadge-badge': { fontSize: 10, height: 15, minWidth: 15, px: '4px' } }}>
            <ListTodo aria-hidden />
          </Badge>
        </IconButton>
      </Tooltip>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => { setAnchor(null); }}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: -4, horizontal: 'right' }}
        slotProps={{ paper: { role: 'dialog', 'aria-label': t('tasks.title') } }}
      >
        <Panel>
          <h2>{t('tasks.title')}</h2>
          {tasks.length === 0 && <p className="tray-empty">{t('tasks.none')}</p>}
          <ul>
            {tasks.map((task) => (
              <li key={task.id}>{task.state === 'running' ? <RunningTask task={task} /> : <EndedTask task={task} onFollow={() => { setAnchor(null); }} />}</li>
            ))}
          </ul>
        </Panel>
      </Popover>
    </>
  );
}
