import { parentPort, workerData } from 'node:worker_threads';
import { LocalSqliteThread, type SqliteThread, type ThreadSettings } from './sqlite-thread.ts';
import { toErrorParts, type WorkerAnswer, type WorkerRequest } from './sqlite-worker-messages.ts';

/** Entry point of a worker thread: the connections live here, and a long statement holds only this thread. */
const port = parentPort;
if (!port) throw new Error('sqlite-worker runs as a worker thread only.');

const thread: SqliteThread = new LocalSqliteThread(workerData as ThreadSettings);
const answer = (message: WorkerAnswer): void => port.postMessage(message);

port.on('message', ({ id, method, parameters }: WorkerRequest) => {
  const call = thread[method] as (...parameters: readonly unknown[]) => Promise<unknown>;
  call.apply(thread, [...parameters]).then(
    (result) => answer({ id, result }),
    (error: unknown) => answer({ id, error: toErrorParts(error) }),
  );
});
