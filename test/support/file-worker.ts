import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { FromWorker, ToWorker } from '../../electron/files/protocol.ts';
import type { WorkerProcess } from '../../electron/files/worker-client.ts';

const entry = path.resolve(import.meta.dirname, '..', '..', 'electron', 'workers', 'file-worker.ts');

/** The console's file worker as a plain child process, with the same limits. */
export function forkFileWorker(): { child: ChildProcess; process: WorkerProcess } {
  const child = fork(entry, [], { execArgv: ['--max-old-space-size=192', '--max-semi-space-size=4'], serialization: 'advanced' });
  return {
    child,
    process: {
      post: (message: ToWorker) => { if (child.connected) child.send(message); },
      onMessage: (listener) => { child.on('message', (message) => listener(message as FromWorker)); },
      onExit: (listener) => { child.on('exit', listener); },
      kill: () => { child.kill('SIGKILL'); },
    },
  };
}
