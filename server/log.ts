import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { pino, type DestinationStream, type Logger } from 'pino';

/** A11: the operational log, JSON Lines, in files of this size, of which so many are kept. */
const rotation = { bytes: 10 * 1_048_576, files: 5 } as const;

/** How often the size is looked at, in lines. */
const lookEvery = 500;
/** Lines that wait in memory while the disk is full, in bytes; what comes on top is lost. */
const waitingAtMost = 1_048_576;

/**
 * Opens the operational log: ids and numbers only, never a secret, a header, a body or a name. In a folder it rotates
 * (`server.log`, `server.1.log`, …); without one it goes to standard error.
 *
 * @param level pino's; `silent` for none.
 */
export function openLog(folder: string | undefined, level: string): Logger {
  return pino({ level, base: { process: process.pid }, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: describeError } }, folder === undefined ? pino.destination({ fd: 2, sync: true }) : rotatingFile(folder));
}

/** What may be said of an error: databases put values into other properties, so only these three leave. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : undefined;
  return { type: error.name, code, stack: error.stack, ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}) };
}

function rotatingFile(folder: string): DestinationStream {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'server.log');
  // Synchronous, so that the last line before a crash is there.
  const destination = pino.destination({ dest: file, mkdir: true, sync: true, mode: 0o600, maxLength: waitingAtMost });
  // A full disk: whoever logs has other worries, and the line is written with a later one.
  destination.on('error', () => {});
  let lines = 0;
  return {
    write: (line: string): void => {
      destination.write(line);
      lines += 1;
      if (lines % lookEvery === 0) rotateWhenLarge(folder, file, () => destination.reopen());
    },
  };
}

function rotateWhenLarge(folder: string, file: string, reopen: () => void): void {
  try {
    if (statSync(file).size < rotation.bytes) return;
    rotate(folder);
    reopen();
  } catch {
    // Somebody else's hand or a full disk: the present file goes on, and is looked at again.
  }
}

function rotate(folder: string): void {
  const numbered = (number: number): string => path.join(folder, number === 0 ? 'server.log' : `server.${number}.log`);
  rmSync(numbered(rotation.files - 1), { force: true });
  for (let number = rotation.files - 2; number >= 0; number -= 1) {
    try {
      renameSync(numbered(number), numbered(number + 1));
    } catch (error) {
      // A gap in the numbers is no reason to stop logging.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
}
