import type { SourceFile } from '../plan-sources.ts';
import type { SavedFile, Work } from '../tasks.ts';
import { AppError } from '#shared/errors.ts';
import { issueText } from './issue-text.ts';
import { assertUnchanged, withFileWorker, type Workshop } from './workshop.ts';

/**
 * M12: writes the rejected rows of a plan's newest file that has any, in the form of that file, with the reason in a
 * column of its own.
 */
export function saveRejected(workshop: Workshop, planId: string, files: readonly SourceFile[], saved: SavedFile): Work {
  return async (report, signal) => {
    report({ phase: 'reading' });
    const { file, reasons } = await rejectedLines(workshop, planId, files, signal);
    await withFileWorker(workshop, async (worker) => {
      await assertUnchanged(worker, file, signal);
      report({ phase: 'writing', total: reasons.length });
      await worker.run(
        { kind: 'writeRejected', path: file.path, settings: file.settings, reasons, reasonHeader: workshop.texts.file.reason, destination: saved.path },
        { signal, onProgress: ({ unit, done }) => unit === 'rows' && report({ phase: 'writing', done, total: reasons.length }) },
      );
    });
    report({ savedAs: saved });
  };
}

async function rejectedLines({ server, texts }: Workshop, planId: string, files: readonly SourceFile[], signal: AbortSignal) {
  const byFile = new Map<number, [line: number, reason: string][]>();
  for await (const { file, line, issues } of server.stream('plans.rejected', { id: planId }, { signal })) {
    const errors = issues.filter(({ severity }) => severity === 'error').map((issue) => issueText(issue, texts));
    const reason = errors.length === 0 ? texts.file.setAside : errors.join('; ');
    byFile.set(file, [...(byFile.get(file) ?? []), [line, reason]]);
  }
  const newest = Math.max(...byFile.keys());
  const file = files[newest];
  const reasons = byFile.get(newest);
  if (file === undefined || reasons === undefined) throw new AppError('not_found', 'No row of this plan was rejected');
  return { file, reasons };
}
