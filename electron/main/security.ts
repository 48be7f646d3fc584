import { app, protocol, session, shell, type IpcMainInvokeEvent, type Session, type WebContents, type WebFrameMain, type WebPreferences } from 'electron';
import path from 'node:path';
import { AppError } from '#shared/errors.ts';
import { answerFor, type BuiltFiles } from './built-files.ts';
import { isExternalAddress } from './external-address.ts';

/**
 * C15: everything that keeps the renderer in its place stands in this file.
 * Source: https://www.electronjs.org/docs/latest/tutorial/security, whose items are proved by test/e2e/security.spec.ts.
 */

const scheme = 'app';
const builtOrigin = `${scheme}://quarterdeck`;

/** Only `electron-vite dev` serves the page from a development server; a built application knows no such address. */
const developmentUrl: string | null = import.meta.env.DEV ? process.env['ELECTRON_RENDERER_URL'] ?? null : null;

/** The only origin whose main frame may call us. */
export const applicationOrigin: string = developmentUrl === null ? builtOrigin : new URL(developmentUrl).origin;
export const startPage = `${applicationOrigin}/`;

/** Must be called before the application is ready. */
export function prepareSecurity(): void {
  refuseRemoteDebugging();
  // Overrides `--no-sandbox`, except for root, as whom Chromium cannot start with it (development machines, tests).
  if (process.getuid?.() !== 0) app.enableSandbox();
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }]);
  app.on('session-created', denyEverything);
  app.on('web-contents-created', (_event, contents) => confine(contents));
}

/** Serves the built page; to be called when the application is ready. */
export function servePage(files: BuiltFiles): void {
  denyEverything(session.defaultSession);
  session.defaultSession.protocol.handle(scheme, (request) => answerFor(request, builtOrigin, files));
}

/** Preferences of every window: no Node, no experiments, nothing that switches a protection off. */
export function windowPreferences(): WebPreferences {
  return {
    preload: path.join(import.meta.dirname, '../preload/index.cjs'),
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    devTools: !app.isPackaged,
  };
}

/**
 * Whether a message comes from the main frame of our own window, showing our own page.
 * A frame that is gone is null; about:blank, subframes, other windows and other origins are refused.
 */
export function isTrustedSender(event: Pick<IpcMainInvokeEvent, 'senderFrame' | 'sender'>, window: WebContents | null): boolean {
  const frame: WebFrameMain | null = event.senderFrame;
  if (frame === null || window === null || window.isDestroyed() || event.sender !== window) return false;
  return frame === window.mainFrame && frame.origin === applicationOrigin && frame.url.startsWith(startPage);
}

/**
 * Opens a web page in the system's browser.
 * @throws AppError `not_allowed` for anything but a plain https address
 */
export async function openExternal(address: string): Promise<void> {
  if (!isExternalAddress(address)) throw new AppError('not_allowed', 'Only https addresses can be opened');
  await shell.openExternal(address);
}

/**
 * A page may leave for about:blank without asking anybody. Such a page can call nothing (see `isTrustedSender`), and
 * the window returns to ours.
 */
export function keepOnPage(contents: WebContents): void {
  contents.on('did-navigate', (_event, address) => {
    if (!address.startsWith(startPage)) void contents.loadURL(startPage);
  });
}

/** In production nobody may attach a debugger to the page; the inspector of main is switched off by a fuse. */
function refuseRemoteDebugging(): void {
  if (!app.isPackaged) return;
  const asked = ['remote-debugging-port', 'remote-debugging-pipe', 'inspect', 'inspect-brk'].some((name) => app.commandLine.hasSwitch(name));
  if (asked) app.exit(1);
}

/** No permission is ever granted, no device handed out, and nothing but our own files is ever fetched (C1). */
function denyEverything(of: Session): void {
  of.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  of.setPermissionCheckHandler(() => false);
  of.setDevicePermissionHandler(() => false);
  of.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  of.on('will-download', (event) => event.preventDefault());
  of.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isOwnRequest(details.url) }));
}

/**
 * The one exception, for a session in which no page is ever shown: it fetches from one origin (C8: updates), and nothing
 * that redirects elsewhere.
 */
export function reachOnly(of: Session, origin: string): void {
  of.webRequest.onBeforeRequest((details, answer) => answer({ cancel: new URL(details.url).origin !== origin }));
}

function isOwnRequest(address: string): boolean {
  if (address.startsWith(`${builtOrigin}/`) || address.startsWith('data:image/') || address.startsWith('devtools://')) return true;
  return developmentUrl !== null && new URL(address).host === new URL(developmentUrl).host;
}

/** The page stays the page: no navigation elsewhere, no redirect, no frame, no window, no webview. */
function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (!event.url.startsWith(startPage)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
