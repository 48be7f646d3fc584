import type { Client } from '#shared/client.ts';
import { AppError, errorTable, type ErrorCode, type Reason } from '#shared/errors.ts';
import type { Plan } from '#shared/schemas/plans.ts';
import type { Report } from '../tasks.ts';

/** Milliseconds between two looks at a plan that is worked on. */
export const lookEvery = 250;
/** For so long a server that does not answer is waited for: it may be restarting (C5). Milliseconds. */
const patience = 180_000;
const busy = new Set<Plan['state']>(['computing', 'applying']);

/**
 * Follows a plan's running job until it has ended, whatever came of it. A server that is away meanwhile is waited for.
 * A cancel is passed on to the server and the job's end awaited, because until the commit it can still end either way.
 * @throws AppError what the server refuses, `unreachable` after three minutes of silence
 */
export async function followPlan(server: Client, planId: string, report: Report, signal: AbortSignal): Promise<Plan> {
  let cancelSent = false;
  let silentSince: number | null = null;
  for (;;) {
    try {
      if (signal.aborted && !cancelSent) {
        await server.call('plans.cancel', { id: planId });
        cancelSent = true;
      }
      const plan = await server.call('plans.get', { id: planId });
      silentSince = null;
      if (!busy.has(plan.state)) return plan;
      if (plan.progress !== null) report(plan.progress);
    } catch (error) {
      if (!isSilence(error)) throw error;
      silentSince ??= Date.now();
      if (Date.now() - silentSince > patience) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, lookEvery));
  }
}

/** The server is away or too busy: it may still have heard what it did not answer. */
export const isSilence = (error: unknown): boolean => error instanceof AppError && ['unreachable', 'timed_out', 'unavailable', 'rate_limited'].includes(error.code);

/** Why a plan's last job came to nothing, as a refusal. */
export function failureOf(plan: Plan): AppError {
  const { failure } = plan;
  if (failure === null) return new AppError('unavailable', 'The server stopped before the work was done; nothing was changed');
  const code: ErrorCode = Object.hasOwn(errorTable, failure.code) ? (failure.code as ErrorCode) : 'internal';
  const reason = failure.reason === null ? {} : { reason: failure.reason as Reason };
  return new AppError(code, failure.message, { ...reason, ...(failure.rows.length === 0 ? {} : { details: { rows: failure.rows } }) });
}
