import type { SourceFile } from '../plan-sources.ts';
import type { SavedFile, Work } from '../tasks.ts';
import { AppError } from '#shared/errors.ts';
import { issueText } from './issue-text.ts';
import { assertUnchanged, withFileWorker, type Workshop } from './workshop.ts';

/** The rejected lines of a file, each with its reason. */
export type Rejected = { file: SourceFile; reasons: readonly (readonly [line: number, reason: string])[] };

/** The rejected rows of a plan's newest file that has any: an addition sets those of the file before it aside (M12). */
export async function findRejected({ server, sources, texts }: Workshop, planId: string): Promise<Rejected> {
  const files = sources.filesOf(planId);
  if (files.length === 0) throw new AppError('not_found', 'The file of this plan is not known on this computer');
  const byFile = new Map<number, [line: number, reason: string][]>();
  for await (const { file, line, issues } of server.stream('plans.rejected', { id: planId })) {
    const errors = issues.filter(({ severity }) => severity === 'error').map((issue) => issueText(issue, texts));
    const lines = byFile.get(file) ?? [];
    lines.push([line, errors.length === 0 ? texts.file.setAside : errors.join('; ')]);
    byFile.set(file, lines);
  }
  const newest = Math.max(...byFile.keys());
  const file = files[newest];
  const reasons = byFile.get(newest);
  if (file === undefined || reasons === undefined) throw new AppError('not_found', 'No row of this plan was rejected');
  return { file, reasons };
}

/** M12: writes rejected rows in the form of their file, with the reason in a column of its own. */
export function saveRejected(workshop: Workshop, { file, reasons }: Rejected, saved: SavedFile): Work {
  return async (report, signal) => {
    report({ phase: 'reading' });
    await workshop.unfinished.during(saved.path, (unfinished) => withFileWorker(workshop, async (worker) => {
      await assertUnchanged(worker, file, signal);
      report({ phase: 'writing', total: reasons.length });
      const { rows } = await worker.run(
        { kind: 'writeRejected', path: file.path, settings: file.settings, reasons, reasonHeader: workshop.texts.file.reason, destination: saved.path, unfinished },
        { signal, onProgress: ({ unit, done }) => unit === 'rows' && report({ phase: 'writing', done, total: reasons.length }) },
      );
      report({ phase: 'writing', done: rows, total: rows });
    }));
    report({ savedAs: saved });
  };
}
