import type { Client } from '#shared/client.ts';
import type { InputOf } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors.ts';
import { FileProblem } from '../../files/file-problem.ts';
import type { PasswordRow } from '../../files/read-rows.ts';
import type { SourceFile } from '../plan-sources.ts';
import type { Report, Work } from '../tasks.ts';
import { failureOf, followPlan, isSilence, lookEvery } from './follow-plan.ts';
import { asAppError, assertUnchanged, withFileWorker, type Workshop } from './workshop.ts';

/** The server takes so many passwords at a time: each is hashed slowly, on purpose. */
const passwordsPerRequest = 100;

/**
 * M16: applies a plan and follows it to its end. Before, the passwords of people who would be created are read from
 * the file, for exactly those lines, and sent (M10); without the file these people get a one-time link.
 */
export function applyPlan(workshop: Workshop, input: InputOf<'plans.apply'>): Work {
  return async (report, signal) => {
    await sendPasswords(workshop, input.id, report, signal);
    signal.throwIfAborted();
    report({ phase: 'applying' });
    await startApplying(workshop.server, input);
    const plan = await followPlan(workshop.server, input.id, report, signal);
    if (plan.state === 'applied' || plan.state === 'undone') return;
    if (signal.aborted) throw new AppError('cancelled', 'Cancelled');
    throw failureOf(plan);
  };
}

/**
 * Asks for the plan to be applied and resolves as soon as it is, by the answer or by what the plan itself says: the
 * answer may wait for the very write that it started. Without an answer only the plan can tell.
 */
async function startApplying(server: Client, input: InputOf<'plans.apply'>): Promise<void> {
  let answered = false;
  const asking = server.call('plans.apply', input).then(() => undefined, (error: unknown) => {
    const uncertain = isSilence(error) || (error instanceof AppError && error.code === 'conflict' && error.reason === undefined);
    if (!uncertain) throw error;
  }).finally(() => (answered = true));
  const begun = (async () => {
    while (!answered) {
      await new Promise((resolve) => setTimeout(resolve, lookEvery));
      const { state } = await server.call('plans.get', { id: input.id });
      if (state === 'applying' || state === 'applied') return;
    }
    await asking;
  })().catch(() => asking);
  await Promise.race([asking, begun]);
}

async function sendPasswords(workshop: Workshop, planId: string, report: Report, signal: AbortSignal): Promise<void> {
  const files = workshop.sources.filesOf(planId);
  if (!files.some(({ settings }) => settings.mapping.includes('password'))) return;
  report({ phase: 'passwords' });
  const wanted = await rowsThatWantPasswords(workshop, planId, signal);
  const total = [...wanted.values()].reduce((sum, rows) => sum + rows.size, 0);
  let sent = 0;
  for (const [index, file] of files.entries()) {
    const rows = wanted.get(index);
    if (rows === undefined) continue;
    const weak = await sendPasswordsOf(workshop, planId, file, rows, signal, (more) => {
      sent += more;
      report({ phase: 'passwords', done: sent, total });
    });
    // Nobody gets in with a password that was never taken, and nobody would know why.
    if (weak.length > 0) throw asAppError(new FileProblem('weak_passwords', { fileName: file.name, found: weak.length, lines: namedLines(weak) }));
  }
}

const linesNamed = 10;
const namedLines = (lines: readonly number[]): string => `${lines.slice(0, linesNamed).join(', ')}${lines.length > linesNamed ? ', …' : ''}`;

/** For each of the plan's files, the row of each line that creates somebody with a password. */
async function rowsThatWantPasswords({ server }: Workshop, planId: string, signal: AbortSignal): Promise<Map<number, Map<number, number>>> {
  const wanted = new Map<number, Map<number, number>>();
  for await (const row of server.stream('plans.exportRows', { id: planId, show: 'create' }, { signal })) {
    if (!row.wantsPassword || row.setAside || row.file === null || row.line === null) continue;
    const rows = wanted.get(row.file) ?? new Map<number, number>();
    wanted.set(row.file, rows.set(row.line, row.number));
  }
  return wanted;
}

/** @returns the lines whose passwords the server finds too easy to guess. */
async function sendPasswordsOf(workshop: Workshop, planId: string, file: SourceFile, rows: ReadonlyMap<number, number>, signal: AbortSignal, onSent: (count: number) => void): Promise<number[]> {
  const weak: number[] = [];
  const lineOf = new Map([...rows].map(([line, number]) => [number, line]));
  await withFileWorker(workshop, async (worker) => {
    await assertUnchanged(worker, file, signal);
    await worker.run({ kind: 'readPasswords', path: file.path, settings: file.settings, lines: [...rows.keys()] }, {
      signal,
      onBatch: async (batch) => {
        const passwords = (batch as readonly PasswordRow[]).flatMap(([line, password]) => {
          const number = rows.get(line);
          return number === undefined ? [] : [{ number, password }];
        });
        for (let at = 0; at < passwords.length; at += passwordsPerRequest) {
          const part = passwords.slice(at, at + passwordsPerRequest);
          const { tooWeak } = await workshop.server.call('plans.passwords', { id: planId, rows: part }, { signal });
          weak.push(...tooWeak.map((number) => lineOf.get(number) ?? 0));
          onSent(part.length);
        }
      },
    });
  });
  return weak;
}
