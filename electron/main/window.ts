import { BrowserWindow, nativeTheme, screen } from 'electron';
import icon from '../../resources/icon.png?asset';
import type { JsonFile } from '../api/json-file.ts';
import { keepOnPage, startPage, windowPreferences } from './security.ts';
import { boundsToOpen, smallestWindow, type WindowState } from './window-bounds.ts';

/** The ground of the two themes (renderer/ui/theme/tokens.ts), so that the window never flashes. */
const grounds = { light: '#f4f5f8', dark: '#0e1016' } as const;

const ground = (): string => (nativeTheme.shouldUseDarkColors ? grounds.dark : grounds.light);

/** Opens the window where it was, and shows it as soon as there is something to see. */
export function openWindow(state: JsonFile<WindowState>): BrowserWindow {
  const displays = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()];
  const { bounds, maximized } = state.read();
  const window = new BrowserWindow({
    ...boundsToOpen(bounds, displays.map(({ workArea }) => workArea)),
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: 'Quarterdeck',
    icon,
    backgroundColor: ground(),
    autoHideMenuBar: true,
    webPreferences: windowPreferences(),
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  rememberBounds(window, state);
  const follow = (): void => window.setBackgroundColor(ground());
  nativeTheme.on('updated', follow);
  window.on('closed', () => nativeTheme.off('updated', follow));
  keepOnPage(window.webContents);
  void window.loadURL(startPage);
  return window;
}

/** Where a window is now. */
export const windowStateOf = (window: BrowserWindow): WindowState => ({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });

function rememberBounds(window: BrowserWindow, state: JsonFile<WindowState>): void {
  let timer: NodeJS.Timeout | undefined;
  const remember = (): void => {
    clearTimeout(timer);
    if (!window.isDestroyed()) void state.write(windowStateOf(window));
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(remember, 500);
  };
  for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const) window.on(event as 'resize', soon);
  window.on('close', remember);
}
