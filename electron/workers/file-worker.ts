import { JobRunner } from '../files/job-runner.ts';
import type { FromWorker, ToWorker } from '../files/protocol.ts';

/**
 * Entry of the process that reads and writes files (M4): hostile files can take down nothing but this process, which
 * the application stops when it does not answer. The same entry runs as a utility process of Electron and as a plain
 * child process with an IPC channel.
 */

/** The part of Electron's `process.parentPort` that is used here; this file does not import Electron. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: ToWorker }) => void): void;
  postMessage(message: FromWorker): void;
}

function parentPort(): ParentPort | null {
  return 'parentPort' in process ? process.parentPort : null;
}

function listen(): void {
  const port = parentPort();
  const send = (message: FromWorker): void => {
    if (port !== null) port.postMessage(message);
    else process.send?.(message);
  };
  const runner = new JobRunner(send);
  if (port !== null) {
    port.on('message', (event) => runner.receive(event.data));
  } else {
    process.on('message', (message: ToWorker) => runner.receive(message));
    // Without its parent there is nobody to work for.
    process.on('disconnect', () => process.exit(0));
  }
  send({ type: 'ready' });
}

listen();
