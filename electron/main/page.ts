import type { BrowserWindow } from 'electron';
import { channels, type NativeEventId, type NativeEvents } from '#shared/ipc.ts';

/** The page in the window, as main tells it things. What is told while it is loading waits for it. */
export type Page = {
  tell<Id extends NativeEventId>(id: Id, event: NativeEvents[Id]): void;
  window(): BrowserWindow | null;
  /** A window was opened. */
  show(window: BrowserWindow): void;
  /** Brings the window to the person. */
  focus(): void;
};

/** News of these kinds is worth nothing later: a page that loads asks for the present state itself. */
const momentary = new Set<NativeEventId>(['change', 'changesLost', 'tasks', 'status', 'connections', 'preferences', 'vault', 'updates']);

export function createPage(): Page {
  let window: BrowserWindow | null = null;
  let loaded = false;
  let waiting: [NativeEventId, unknown][] = [];

  function deliver(): void {
    loaded = true;
    for (const [id, event] of waiting.splice(0)) window?.webContents.send(channels.event, id, event);
  }

  return {
    tell(id, event) {
      if (window !== null && loaded) window.webContents.send(channels.event, id, event);
      else if (!momentary.has(id)) waiting.push([id, event]);
    },
    window: () => window,
    show(opened) {
      window = opened;
      // Once another page is there, not when one is asked for: a refused navigation leaves the present one as it is.
      opened.webContents.on('did-navigate', () => (loaded = false));
      opened.webContents.on('dom-ready', deliver);
      opened.on('closed', () => {
        window = null;
        loaded = false;
        waiting = [];
      });
    },
    focus() {
      if (window === null) return;
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
  };
}
