import type { Client } from '#shared/client.ts';
import type { FileSettings } from '#shared/file-inspection.ts';
import { AppError } from '#shared/errors.ts';
import type { ImportRequest } from '#shared/ipc.ts';
import type { FileWorkerClient } from '../../files/worker-client.ts';
import type { Report, Work } from '../tasks.ts';
import { bringRows, describeFile, type ChosenSource } from './bring-rows.ts';
import { failureOf, followPlan, isSilence } from './follow-plan.ts';
import { withFileWorker, type Workshop } from './workshop.ts';

/** M11: from a file to a plan that can be reviewed. When it fails or is cancelled, the unfinished plan is discarded. */
export function importFile(workshop: Workshop, source: ChosenSource, request: Pick<ImportRequest, 'settings' | 'mode' | 'options'>): Work {
  return (report, signal) => withFileWorker(workshop, async (worker) => {
    const { server } = workshop;
    const sum = await checksum(worker, source, report, signal);
    const plan = await server.call('plans.create', { mode: request.mode, options: request.options, file: describeFile(source, request.settings, sum) }, { signal });
    report({ planId: plan.id });
    try {
      await workshop.sources.add(plan.id, { path: source.path, name: source.name, sha256: sum.sha256, settings: request.settings });
      await bringRows({ worker, server, planId: plan.id, source, settings: request.settings }, report, signal);
      await computePlan(server, plan.id, report, signal);
    } catch (error) {
      await discard(server, plan.id);
      await workshop.sources.forget(plan.id);
      throw error;
    }
  });
}

/** M12: a corrected file of rejected rows as an addition to a plan, which is then computed anew. */
export function addFile(workshop: Workshop, source: ChosenSource, planId: string, settings: FileSettings): Work {
  return (report, signal) => withFileWorker(workshop, async (worker) => {
    const { server } = workshop;
    const sum = await checksum(worker, source, report, signal);
    await server.call('plans.addFile', { id: planId, file: describeFile(source, settings, sum) }, { signal });
    await workshop.sources.add(planId, { path: source.path, name: source.name, sha256: sum.sha256, settings });
    await bringRows({ worker, server, planId, source, settings }, report, signal);
    await computePlan(server, planId, report, signal);
  });
}

/** M16: the plan anew from the same rows against the present state. */
export function recomputePlan(workshop: Workshop, planId: string): Work {
  return async (report, signal) => {
    report({ phase: 'matching' });
    await workshop.server.call('plans.recompute', { id: planId }, { signal });
    await untilReady(workshop.server, planId, report, signal);
  };
}

async function checksum(worker: FileWorkerClient, source: ChosenSource, report: Report, signal: AbortSignal): Promise<{ sha256: string; size: number }> {
  report({ phase: 'reading' });
  return worker.run({ kind: 'checksum', path: source.path }, { signal, onProgress: (progress) => report(progress) });
}

async function computePlan(server: Client, planId: string, report: Report, signal: AbortSignal): Promise<void> {
  report({ phase: 'matching' });
  await server.call('plans.compute', { id: planId }, { signal });
  await untilReady(server, planId, report, signal);
}

async function untilReady(server: Client, planId: string, report: Report, signal: AbortSignal): Promise<void> {
  const plan = await followPlan(server, planId, report, signal);
  if (signal.aborted && plan.hash === null) throw new AppError('cancelled', 'Cancelled');
  if (plan.failure !== null || plan.state === 'staging') throw failureOf(plan);
}

/** An unfinished plan is of no use to anybody. When even this fails, it expires by itself (M20). */
async function discard(server: Client, planId: string): Promise<void> {
  const attempts = 40;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      await server.call('plans.discard', { id: planId });
      return;
    } catch (error) {
      // A job that was told to stop may need a moment for it, and so may a server that starts again.
      if (!isSilence(error) && !(error instanceof AppError && error.reason === 'plan_busy')) return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
