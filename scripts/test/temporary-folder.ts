import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder that programs started with `environment` take for the system's temporary one. */
export interface TemporaryFolder {
  path: string;
  environment: NodeJS.ProcessEnv;
  remove(): void;
}

/** Everything that tests leave behind, also those that were killed, goes with this folder. */
export function temporaryFolder(): TemporaryFolder {
  // A short name: paths of sockets below it have a limit of about a hundred bytes.
  const folder = mkdtempSync(path.join(tmpdir(), 'qd-'));
  // A database cluster runs under a plain user, who must be able to pass through.
  chmodSync(folder, 0o711);
  const remove = (): void => {
    process.off('exit', remove);
    // A process that is only just ending may write into it once more.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  process.on('exit', remove);
  return { path: folder, environment: { TMPDIR: folder, TMP: folder, TEMP: folder }, remove };
}
