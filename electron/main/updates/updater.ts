import { app, session } from 'electron';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AppUpdater } from 'electron-updater';
import { AppError } from '#shared/errors.ts';
import type { UpdateState } from '#shared/ipc.ts';
import type { Log } from '../rotated-log.ts';
import { reachOnly } from '../security.ts';
import { UpdateRefused } from './signed-manifest.ts';
import { updateSource, type UpdateSource } from './update-source.ts';

/** C8: updates of the console: found and fetched when the person asks, installed when the console is closed. */
export type Updates = {
  state(): UpdateState;
  check(): Promise<UpdateState>;
  download(): Promise<UpdateState>;
  /** Closes the console in order; the update is installed at its end. */
  install(): void;
};

export type UpdatesOptions = { allowedByPolicy: boolean; folder: string; log: Log; onState: (state: UpdateState) => void };

/** The session that electron-updater fetches with; no page is ever shown in it. */
const fetchingSession = 'electron-updater';

export function createUpdates(options: UpdatesOptions): Updates {
  const source = updateSource({ allowedByPolicy: options.allowedByPolicy, ...surroundings() });
  let state: UpdateState = 'off' in source ? { state: 'off', why: source.off } : { state: 'unknown' };
  let updater: Promise<AppUpdater> | null = null;

  function become(next: UpdateState): UpdateState {
    state = next;
    options.onState(next);
    return next;
  }

  function running(): Promise<AppUpdater> {
    if ('off' in source) throw new AppError('not_allowed', 'Updates are off here', source.off === 'policy' ? { reason: 'set_by_policy' } : {});
    updater ??= openUpdater(source, options, (percent) => state.state === 'downloading' && become({ ...state, percent }));
    return updater;
  }

  /** A refusal is told apart from a feed that cannot be reached: one is an attack or a mistake, the other the network. */
  function failed(error: unknown): UpdateState {
    options.log.write('update failed', { error });
    const refused = error instanceof UpdateRefused || ['ERR_CHECKSUM_MISMATCH', 'ERR_UPDATER_INVALID_SIGNATURE'].includes((error as { code?: string }).code ?? '');
    return become({ state: 'failed', why: refused ? 'refused' : 'unreachable' });
  }

  return {
    state: () => state,
    async check() {
      const opened = await running();
      if (state.state === 'downloading' || state.state === 'ready') return state;
      become({ state: 'checking' });
      try {
        const found = await opened.checkForUpdates();
        return become(found?.isUpdateAvailable === true ? { state: 'available', version: found.updateInfo.version } : { state: 'current' });
      } catch (error) {
        return failed(error);
      }
    },
    async download() {
      const opened = await running();
      if (state.state !== 'available') return state;
      const { version } = state;
      become({ state: 'downloading', version, percent: 0 });
      try {
        await opened.downloadUpdate();
        return become({ state: 'ready', version });
      } catch (error) {
        return failed(error);
      }
    },
    install() {
      if (state.state !== 'ready') throw new AppError('conflict', 'No update is ready');
      app.quit();
    },
  };
}

/** What this build and installation say; a console that runs from its sources takes a feed from tests only. */
function surroundings(): Omit<Parameters<typeof updateSource>[0], 'allowedByPolicy'> {
  const tested = app.isPackaged ? undefined : process.env['QUARTERDECK_TEST_FEED'];
  return {
    packaged: app.isPackaged || tested !== undefined,
    platform: process.platform,
    appImage: process.env['APPIMAGE'] !== undefined,
    publisherPinned: publisherIsPinned(),
    feed: tested ?? (import.meta.env.QUARTERDECK_UPDATE_FEED as string),
    key: (tested === undefined ? (import.meta.env.QUARTERDECK_UPDATE_KEY as string) : process.env['QUARTERDECK_TEST_FEED_KEY']) ?? '',
  };
}

/** electron-updater verifies Windows signatures only against a name that stands in this file. */
function publisherIsPinned(): boolean {
  try {
    return /^publisherName:/m.test(readFileSync(path.join(process.resourcesPath, 'app-update.yml'), 'utf8'));
  } catch {
    return false;
  }
}

async function openUpdater(source: UpdateSource, { folder, log }: UpdatesOptions, onProgress: (percent: number) => void): Promise<AppUpdater> {
  const { AppImageUpdater, MacUpdater, NsisUpdater } = await import('electron-updater');
  const { createSignedProvider } = await import('./signed-provider.ts');
  reachOnly(session.fromPartition(fetchingSession, { cache: false }), source.feed.origin);
  const updater = process.platform === 'win32' ? new NsisUpdater() : process.platform === 'darwin' ? new MacUpdater() : new AppImageUpdater();
  const say = (level: string) => (message?: unknown): void => log.write('updater', { level, message: String(message).slice(0, 1_000) });
  updater.logger = { info: say('info'), warn: say('warn'), error: say('error') };
  // Fetched when the person says so, installed when the console closes; never an older version, never in pieces.
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = true;
  updater.allowDowngrade = false;
  updater.disableWebInstaller = true;
  updater.disableDifferentialDownload = true;
  if (!app.isPackaged) configureForTests(updater, folder);
  updater.setFeedURL({ provider: 'custom', updateProvider: createSignedProvider(source) });
  updater.on('download-progress', ({ percent }) => onProgress(Math.floor(percent)));
  updater.on('error', () => undefined);
  return updater;
}

/** Running from its sources, electron-updater looks for a file in the repository; this one stands with the test's data. */
function configureForTests(updater: AppUpdater, folder: string): void {
  const file = path.join(folder, 'updater.yml');
  writeFileSync(file, 'provider: custom\nupdaterCacheDirName: quarterdeck-updater\n');
  updater.forceDevUpdateConfig = true;
  updater.updateConfigPath = file;
}
