import { app } from 'electron';
import path from 'node:path';
import { createPage, type Page } from './page.ts';
import { policyPlaces, readPolicy } from './policy/policy-file.ts';
import type { Policy } from './policy/policy.ts';
import { languageOf } from './preferences.ts';
import { openLog, type Log } from './rotated-log.ts';
import { createSettings, type Settings } from './settings.ts';
import { openStateFiles } from './state-files.ts';
import { textsIn } from './texts/texts.ts';

/** What everything in main stands on: the folder, the logs, the state on disk, the page and the settings. */
export type Foundation = {
  folder: string;
  logsFolder: string;
  log: Log;
  serverLog: Log;
  state: ReturnType<typeof openStateFiles>;
  page: Page;
  settings: Settings;
  /** C8: what an organization decided for this computer. */
  policy: Policy;
};

/** Lays the foundation; the application must be ready. `onSettings` is told when the person changed one. */
export function layFoundation(onSettings: () => void): Foundation {
  const folder = app.getPath('userData');
  const logsFolder = path.join(folder, 'logs');
  const log = openLog(path.join(logsFolder, 'main.log'));
  const state = openStateFiles(folder, textsIn(languageOf('system', app.getLocale())).localConnection, log);
  const policy = policyOfThisComputer();
  if (policy.state !== 'none') log.write(`policy ${policy.state}`, { file: policy.file, ...(policy.problem === null ? {} : { problem: policy.problem }) });
  const page = createPage();
  const settings = createSettings(state.preferences, policy, (preferences) => {
    page.tell('preferences', preferences);
    onSettings();
  });
  return { folder, logsFolder, log, serverLog: openLog(path.join(logsFolder, 'server.log')), state, page, settings, policy };
}

/** C8: a packaged console knows the machine's own place only; tests name another. */
function policyOfThisComputer(): Policy {
  const named = app.isPackaged ? undefined : process.env['QUARTERDECK_POLICY'];
  if (named !== undefined) return readPolicy({ places: [path.resolve(named)], ownedBySystem: false });
  return readPolicy({ places: policyPlaces(process.platform, process.env), ownedBySystem: true });
}
