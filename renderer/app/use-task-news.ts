import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Task } from '#shared/ipc.ts';
import { useToasts } from '../ui/toast/toasts.tsx';
import type { Meaning } from '../ui/theme/tokens.ts';

const meaningOf: Record<Task['state'], Meaning> = { running: 'changed', done: 'new', failed: 'gone', cancelled: 'unchanged' };

/** Whether the person is looking at what the task was for: its plan, or the screen that opens the plan by itself. */
function isOnScreen({ id, planId, savedAs }: Task): boolean {
  const { pathname, search } = window.location;
  return planId !== null && savedAs === null && (pathname === `/plans/${planId}` || new URLSearchParams(search).get('task') === id);
}

/** Says when long work ends, once, wherever the person is by then (C7). */
export function useTaskNews(tasks: readonly Task[]): void {
  const { t } = useTranslation('shell');
  const toasts = useToasts();
  const navigate = useNavigate();
  const running = useRef(new Set<string>());
  useEffect(() => {
    for (const task of tasks) {
      if (task.state === 'running') {
        running.current.add(task.id);
      } else if (running.current.delete(task.id)) {
        if (task.state === 'done' && isOnScreen(task)) continue;
        const { planId } = task;
        toasts.show({
          meaning: meaningOf[task.state],
          text: `${task.title}: ${t(`tasks.states.${task.state}`)}`,
          ...(planId !== null && task.savedAs === null && task.state === 'done' && { action: { label: t('tasks.openPlan'), run: () => void navigate(`/plans/${planId}`) } }),
        });
      }
    }
  }, [tasks, toasts, t, navigate]);
}
