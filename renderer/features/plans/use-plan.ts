import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { TaskKind } from '#shared/ipc.ts';
import type { Plan } from '#shared/schemas/plans.ts';
import { useTasks } from '../../api/native-state.tsx';
import { useOperation } from '../../api/use-operation.ts';
import { phaseOf } from './plan-summary.ts';

/** ms between two looks at a plan that is being worked on. */
const rhythm = 700;

const isWorking = (plan: Plan | undefined): boolean => plan !== undefined && ['working', 'applying'].includes(phaseOf(plan));

/** The work of this console that makes another plan of it; files that are written of a plan leave it as it is. */
const changing: ReadonlySet<TaskKind> = new Set<TaskKind>(['import', 'addition', 'compute', 'apply']);

/**
 * One plan, looked at again and again while it is being made or applied (C7); when it has become another one, its
 * rows are read anew.
 */
export function usePlan(id: string) {
  const client = useQueryClient();
  const [watching, setWatching] = useState(false);
  const atWork = useTasks().some((task) => task.planId === id && task.state === 'running' && changing.has(task.kind));
  const query = useOperation('plans.get', { id }, { refetchInterval: watching || atWork ? rhythm : false });
  const plan = query.data;
  useEffect(() => { setWatching(isWorking(plan)); }, [plan]);
  const wasAtWork = useRef(false);
  useEffect(() => {
    if (wasAtWork.current && !atWork) void client.invalidateQueries({ queryKey: ['plans.get', { id }] });
    wasAtWork.current = atWork;
  }, [client, id, atWork]);
  const seen = useRef<string | undefined>(undefined);
  const content = plan && `${plan.hash ?? ''} ${phaseOf(plan)}`;
  useEffect(() => {
    if (content === undefined) return;
    if (seen.current !== undefined && seen.current !== content) void client.invalidateQueries({ queryKey: ['plans.rows'] });
    seen.current = content;
  }, [client, content]);
  return query;
}

/** Puts a plan that an operation answered on screen at once. */
export function useShowPlan(): (plan: Plan) => void {
  const client = useQueryClient();
  return (plan) => { client.setQueryData(['plans.get', { id: plan.id }], plan); };
}
