import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSettings } from '../../server/db/database.ts';
import { timed, type Run } from './measuring.ts';

/** Runs a script with the database's own program; `expected` must stand in what it prints. */
export function runScript(settings: DatabaseSettings, folder: string, script: string, expected: string): void {
  const commands = path.join(folder, 'peer.sql');
  writeFileSync(commands, script);
  const [program, parameters] = settings.kind === 'sqlite' ? (['sqlite3', [settings.file, `.read ${commands}`]] as const) : (['psql', ['-q', '-v', 'ON_ERROR_STOP=1', '-f', commands, settings.url]] as const);
  const ran = spawnSync(program, parameters, { encoding: 'utf8', maxBuffer: 64 * 1_048_576 });
  if (ran.error) throw ran.error;
  if (ran.status !== 0 || !ran.stdout.includes(expected)) throw new Error(`${program} failed: ${ran.stderr}${ran.stdout.slice(0, 2_000)}`);
}

export const timedScript = (settings: DatabaseSettings, folder: string, script: string, expected: string): Promise<Run> => timed(() => Promise.resolve(runScript(settings, folder, script, expected)));
