import type { ChildProcess } from 'node:child_process';
import { FileWorkerClient } from '../../electron/files/worker-client.ts';
import { forkFileWorker } from '../support/file-worker.ts';

export type FileWorker = { worker: FileWorkerClient; pid(): number; stop(): void };

/** A client of the console's file worker that also tells which process it is. */
export function startFileWorker(): FileWorker {
  let child: ChildProcess | undefined;
  const worker = new FileWorkerClient({
    start: () => {
      const started = forkFileWorker();
      child = started.child;
      return started.process;
    },
  });
  return { worker, pid: () => child?.pid ?? process.pid, stop: () => worker.stop() };
}
