import { setImmediate as turn } from 'node:timers/promises';
import { transaction } from '../../db/transaction.ts';
import type { AuditCheckpoint } from '../../db/schema.ts';
import type { Foundation } from '../../foundation.ts';
import { checkpointsBetween, entriesAfter, lastCheckpoint } from './audit.store.ts';
import { beginningOfChain, checkpointForm, problemsOf, type EntryProblem } from './chain.ts';

export type ChainProblem = {
  /** Where: the number of the entry. */
  sequence: number;
  kind: EntryProblem | 'checkpoint_hash' | 'checkpoint_signature' | 'cut_off';
};

export type ChainReport = {
  entries: number;
  checkpoints: number;
  /** At most `problemsKept`, the first ones. */
  problems: ChainProblem[];
  problemCount: number;
  /** The last entry that was read. */
  head: { sequence: number; hash: string };
};

const portion = 2_000;
/** A chain that is broken everywhere needs no list of everything. */
export const problemsKept = 100;

/**
 * Verifies the whole log from its first entry on (A4): numbers without gaps, every link, every hash, every personal
 * value that is still there, every checkpoint with its signature, and that nothing is missing behind the last one.
 * Reads a portion at a time, so any size takes the same memory.
 *
 * @throws AppError `cancelled` when the signal fires.
 */
export async function verifyChain(foundation: Foundation, signal?: AbortSignal): Promise<ChainReport> {
  const { database } = foundation;
  return transaction(
    database,
    async (trx) => {
      const report: ChainReport = { entries: 0, checkpoints: 0, problems: [], problemCount: 0, head: { sequence: 0, hash: beginningOfChain } };
      const add = (sequence: number, kind: ChainProblem['kind']): void => {
        report.problemCount += 1;
        if (report.problems.length < problemsKept) report.problems.push({ sequence, kind });
      };
      for (;;) {
        const entries = await entriesAfter(trx, report.head.sequence, portion);
        if (entries.length === 0) break;
        const from = report.head.sequence;
        const hashes = new Map<number, string>();
        for (const entry of entries) {
          const expected = { sequence: report.head.sequence + 1, previousHash: report.head.hash };
          for (const kind of problemsOf(entry, expected)) add(entry.sequence, kind);
          hashes.set(entry.sequence, entry.hash);
          report.entries += 1;
          report.head = { sequence: entry.sequence, hash: entry.hash };
        }
        for (const checkpoint of await checkpointsBetween(trx, from, report.head.sequence)) {
          report.checkpoints += 1;
          for (const kind of await problemsOfCheckpoint(foundation, checkpoint, hashes.get(checkpoint.sequence))) add(checkpoint.sequence, kind);
        }
        await turn();
      }
      const last = await lastCheckpoint(trx);
      if (last && last.sequence > report.head.sequence) add(report.head.sequence + 1, 'cut_off');
      return report;
    },
    { heavy: true, readOnly: true, signal },
  );
}

async function problemsOfCheckpoint({ signing }: Foundation, checkpoint: AuditCheckpoint, hash: string | undefined): Promise<ChainProblem['kind'][]> {
  const { key_id: keyId, signature, ...content } = checkpoint;
  const problems: ChainProblem['kind'][] = [];
  if (hash !== checkpoint.hash || checkpoint.count !== checkpoint.sequence) problems.push('checkpoint_hash');
  if (!(await signing.verify(checkpointForm({ ...content, keyId }), { keyId, signature }))) problems.push('checkpoint_signature');
  return problems;
}
