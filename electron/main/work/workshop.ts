import type { Client } from '#shared/client.ts';
import { AppError } from '#shared/errors.ts';
import { toProblem } from '#shared/file-problems.ts';
import { FileProblem } from '../../files/file-problem.ts';
import type { FileWorkerClient } from '../../files/worker-client.ts';
import type { PlanSources, SourceFile } from '../plan-sources.ts';
import type { UnfinishedFiles } from '../unfinished-files.ts';
import type { Texts } from '../texts/texts.ts';

/** What long work needs: the server it is for, a process for files of its own, what plans were made from, the language. */
export type Workshop = {
  server: Client;
  startFileWorker: () => FileWorkerClient;
  sources: PlanSources;
  unfinished: UnfinishedFiles;
  language: 'en' | 'fr';
  texts: Texts;
};

/** Lends a file process for one piece of work and ends it afterwards, whatever happened (M4). */
export async function withFileWorker<Result>(workshop: Workshop, use: (worker: FileWorkerClient) => Promise<Result>): Promise<Result> {
  const worker = workshop.startFileWorker();
  try {
    return await use(worker);
  } catch (error) {
    throw asAppError(error);
  } finally {
    worker.stop();
  }
}

/** A problem with a file as a refusal like any other. */
export function asAppError(error: unknown): unknown {
  if (!(error instanceof FileProblem)) return error;
  const { code, message, ...more } = toProblem(error.report());
  return new AppError(code, message, more, { cause: error });
}

/** The file must be the one the plan was made from, byte for byte. @throws AppError `conflict` when it is not */
export async function assertUnchanged(worker: FileWorkerClient, file: SourceFile, signal: AbortSignal): Promise<void> {
  const { sha256 } = await worker.run({ kind: 'checksum', path: file.path }, { signal });
  if (sha256 !== file.sha256) throw new FileProblem('changed_while_reading', { fileName: file.name });
}
