import { app } from 'electron';
import path from 'node:path';
import { createPage, type Page } from './page.ts';
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
};

/** Lays the foundation; the application must be ready. `onSettings` is told when the person changed one. */
export function layFoundation(onSettings: () => void): Foundation {
  const folder = app.getPath('userData');
  const logsFolder = path.join(folder, 'logs');
  const log = openLog(path.join(logsFolder, 'main.log'));
  const state = openStateFiles(folder, textsIn(languageOf('system', app.getLocale())).localConnection, log);
  const page = createPage();
  const settings = createSettings(state.preferences, (preferences) => {
    page.tell('preferences', preferences);
    onSettings();
  });
  return { folder, logsFolder, log, serverLog: openLog(path.join(logsFolder, 'server.log')), state, page, settings };
}
