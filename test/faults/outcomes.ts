import { AppError } from '#shared/errors.ts';

/** What a call came to, and how long it took in milliseconds. */
export type Outcome = { code: string; reason: string | undefined; message: string; milliseconds: number };

/** Waits for a call; a refusal is an outcome too, anything else is thrown. */
export async function outcomeOf(call: Promise<unknown>): Promise<Outcome> {
  const began = performance.now();
  const problem = await call.then(() => undefined, (error: unknown) => (error instanceof AppError ? error.problem : Promise.reject(error)));
  return { code: problem?.code ?? 'ok', reason: problem?.reason, message: problem?.message ?? '', milliseconds: performance.now() - began };
}

export const codesOf = (outcomes: readonly Outcome[]): string[] => [...new Set(outcomes.map(({ code }) => code))].toSorted();

/** How often each code came, as a text: `ok 3, unavailable 1`. */
export function tallyOf(outcomes: readonly Outcome[]): string {
  return codesOf(outcomes).map((code) => `${code} ${outcomes.filter((outcome) => outcome.code === code).length}`).join(', ');
}

export const slowest = (outcomes: readonly Outcome[]): number => Math.round(Math.max(...outcomes.map(({ milliseconds }) => milliseconds)));
