import { AppError } from '#shared/errors.ts';
import { writeAtomically } from '../../files/write-atomically.ts';
import { readSmallFile } from '../small-file.ts';
import type { SavedFile, Work } from '../tasks.ts';
import { asAppError, type Workshop } from './workshop.ts';

/** The server takes no larger plan. */
const largestPlan = 64 * 1_048_576;

/** M15: saves a plan in its canonical, signed form. */
export function savePlan({ server, unfinished: files }: Workshop, planId: string, saved: SavedFile): Work {
  return async (report, signal) => {
    report({ phase: 'writing' });
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for await (const piece of server.stream('plans.save', { id: planId }, { signal })) yield Buffer.from(piece, 'utf8');
    }
    try {
      await files.during(saved.path, (unfinished) => writeAtomically(saved.path, pieces(), { signal, unfinished }));
    } catch (error) {
      throw asAppError(error);
    }
    report({ savedAs: saved });
  };
}

/** M15: reads a saved plan as it stands; the server tells whether one byte of it was changed. */
export async function readPlanFile(path: string): Promise<string> {
  const content = await readSmallFile(path, largestPlan);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch (cause) {
    throw new AppError('conflict', 'The plan was altered', { reason: 'plan_file_altered' }, { cause });
  }
}
