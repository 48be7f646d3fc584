import { utilityProcess, type UtilityProcess } from 'electron';
import path from 'node:path';
import type { FromWorker } from '../files/protocol.ts';
import { FileWorkerClient } from '../files/worker-client.ts';
import type { KeychainProcess } from '../vault/keychain.ts';
import type { ServerProcess } from './embedded-server.ts';
import type { Log } from './rotated-log.ts';

/** The processes beside main and the page. They end with the application. */

const program = (name: string): string => path.join(import.meta.dirname, `${name}.js`);

/**
 * M4: below 300 MB in all; what the process keeps outside its heap comes on top of this. A small young generation keeps
 * memory flat over a million rows. A utility process takes such limits in `--js-flags` only; given directly they are
 * ignored without a word.
 */
const fileWorkerMemory = '--max-old-space-size=192 --max-semi-space-size=4';

/** A client whose process is started with its first job. */
export function newFileWorker(log: Log): FileWorkerClient {
  return new FileWorkerClient({
    start: () => {
      const child = utilityProcess.fork(program('file-worker'), [], { serviceName: 'Quarterdeck files', stdio: 'pipe', execArgv: [`--js-flags=${fileWorkerMemory}`] });
      keepOutput(child, log);
      return {
        post: (message) => child.postMessage(message),
        onMessage: (listener) => void child.on('message', (message: FromWorker) => listener(message)),
        onExit: (listener) => void child.once('exit', listener),
        kill: () => void child.kill(),
      };
    },
  });
}

export function startKeychainProcess(log: Log): KeychainProcess {
  const child = utilityProcess.fork(program('keychain-worker'), [], { serviceName: 'Quarterdeck keychain', stdio: 'pipe' });
  keepOutput(child, log);
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    kill: () => void child.kill(),
  };
}

/** The bundled server with its data in a folder of the person's own. */
export function startServerProcess(dataFolder: string, log: Log): ServerProcess {
  const child = utilityProcess.fork(program('server'), ['serve', '--embedded', '--data', dataFolder, '--port', '0'], { serviceName: 'Quarterdeck server', stdio: 'pipe' });
  keepOutput(child, log);
  return {
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    terminate: () => child.postMessage('stop'),
    kill: () => child.pid !== undefined && process.kill(child.pid, 'SIGKILL'),
  };
}

function keepOutput(child: UtilityProcess, log: Log): void {
  for (const output of [child.stdout, child.stderr]) output?.on('data', (text: Buffer) => log.append(text.toString('utf8')));
}
