import type { AppInfo, Bridge, Connection, ConnectionStatus, Preferences, Task, UpdateState } from '#shared/ipc.ts';
import { callNative } from './bridge-context.tsx';

export interface Connections {
  items: readonly Connection[];
  /** The id of the one this window shows. */
  current: string;
}

/** What main knows when the page starts; afterwards it tells of every change. */
export interface Startup {
  info: AppInfo;
  preferences: Preferences;
  connections: Connections;
  status: ConnectionStatus;
  tasks: readonly Task[];
  updates: UpdateState;
}

/** Asks main for everything the page needs before it can be drawn. */
export async function readStartup(bridge: Bridge): Promise<Startup> {
  const [info, preferences, connections, status, tasks, updates] = await Promise.all([
    callNative(bridge, 'app.info', null),
    callNative(bridge, 'preferences.get', null),
    callNative(bridge, 'connections.list', null),
    callNative(bridge, 'connections.status', null),
    callNative(bridge, 'tasks.list', null),
    callNative(bridge, 'updates.state', null),
  ]);
  return { info, preferences, connections, status, tasks, updates };
}
