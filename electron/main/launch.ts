import { app } from 'electron';
import path from 'node:path';

/** Where a link of the console's own scheme is handed to, when it is not installed but started from its sources. */
export function registerLinkScheme(): void {
  if (!process.defaultApp) app.setAsDefaultProtocolClient('quarterdeck');
}

/**
 * The folder for the console's data: the system's own place, `--user-data-dir`, or `QUARTERDECK_USER_DATA` for tests.
 * Must be chosen before anything is read or the single instance is claimed: each folder has its own instance.
 */
export function chooseDataFolder(): void {
  const chosen = process.env['QUARTERDECK_USER_DATA'] ?? app.commandLine.getSwitchValue('user-data-dir');
  if (chosen !== '') app.setPath('userData', path.resolve(chosen));
}
