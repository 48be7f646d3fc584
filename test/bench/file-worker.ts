import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { FromWorker, ToWorker } from '../../electron/files/protocol.ts';
import { FileWorkerClient } from '../../electron/files/worker-client.ts';

const entry = path.resolve(import.meta.dirname, '..', '..', 'electron', 'workers', 'file-worker.ts');

export type FileWorker = { worker: FileWorkerClient; pid(): number; stop(): void };

/** The console's file worker as a plain child process, with the same limits. */
export function startFileWorker(): FileWorker {
  let child: ChildProcess | undefined;
  const worker = new FileWorkerClient({
    start: () => {
      const started = fork(entry, [], { execArgv: ['--max-old-space-size=192', '--max-semi-space-size=4'], serialization: 'advanced' });
      child = started;
      return {
        post: (message: ToWorker) => { if (started.connected) started.send(message); },
        onMessage: (listener) => { started.on('message', (message) => listener(message as FromWorker)); },
        onExit: (listener) => { started.on('exit', listener); },
        kill: () => { started.kill('SIGKILL'); },
      };
    },
  });
  return { worker, pid: () => child?.pid ?? process.pid, stop: () => worker.stop() };
}
