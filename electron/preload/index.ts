import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels, nativeEventIds, type Bridge, type Envelope, type NativeEventId, type NativeEvents } from '#shared/ipc.ts';

/** The bridge of shared/ipc.ts and nothing else: no channel, no event object and no Electron function reaches the page. */

type Listener = (event: unknown) => void;

const listeners = new Map<NativeEventId, Set<Listener>>(nativeEventIds.map((id) => [id, new Set()]));
/** What must not be missed while the page is still drawing itself: the first listener gets it. */
const waiting = new Map<NativeEventId, unknown[]>([['navigate', []], ['fileOpened', []]]);

ipcRenderer.on(channels.event, (_event, id: NativeEventId, payload: unknown) => {
  const heard = listeners.get(id);
  if (heard === undefined) return;
  if (heard.size === 0) waiting.get(id)?.push(payload);
  for (const listener of [...heard]) listener(payload);
});

const bridge: Bridge = {
  api: (id, input) => ipcRenderer.invoke(channels.api, id, input) as Promise<Envelope<never>>,
  call: (id, input) => ipcRenderer.invoke(channels.call, id, input) as Promise<Envelope<never>>,
  fileDropped: (file, purpose) => ipcRenderer.invoke(channels.drop, webUtils.getPathForFile(file), purpose) as Promise<Envelope<never>>,
  on<Id extends NativeEventId>(id: Id, listener: (event: NativeEvents[Id]) => void) {
    const heard = listeners.get(id);
    if (heard === undefined) throw new Error('There is no such event');
    const own = listener as Listener;
    heard.add(own);
    for (const payload of waiting.get(id)?.splice(0) ?? []) own(payload);
    return () => void heard.delete(own);
  },
};

contextBridge.exposeInMainWorld('quarterdeck', bridge);
