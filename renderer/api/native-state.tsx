import { createContext, use, useCallback, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { AppInfo, Connection, LockableSetting, PolicyView, Preferences, Task, UpdateState } from '#shared/ipc.ts';
import { callNative, useBridge } from './bridge-context.tsx';
import { ConnectionStatusProvider } from './connection-status.tsx';
import type { Connections, Startup } from './startup.ts';

interface NativeState {
  info: AppInfo;
  preferences: Preferences;
  setPreferences: (change: Partial<Preferences>) => void;
  connections: Connections;
  tasks: readonly Task[];
  updates: UpdateState;
}

const NativeStateContext = createContext<NativeState | undefined>(undefined);

/** Keeps what main told at the start, and what it tells since, for every screen below. */
export function NativeStateProvider({ startup, children }: { startup: Startup; children: ReactNode }) {
  const bridge = useBridge();
  const [info, setInfo] = useState(startup.info);
  const [preferences, setOwnPreferences] = useState(startup.preferences);
  const [connections, setConnections] = useState<Connections>(startup.connections);
  const [status, setStatus] = useState(startup.status);
  const [tasks, setTasks] = useState<readonly Task[]>(startup.tasks);
  const [updates, setUpdates] = useState(startup.updates);
  useEffect(() => {
    const stops = [
      bridge.on('preferences', setOwnPreferences),
      bridge.on('connections', setConnections),
      bridge.on('status', setStatus),
      bridge.on('tasks', setTasks),
      bridge.on('updates', setUpdates),
      bridge.on('vault', (vault) => { setInfo((before) => ({ ...before, vault })); }),
    ];
    return () => { for (const stop of stops) stop(); };
  }, [bridge]);
  const setPreferences = useCallback(
    (change: Partial<Preferences>) => {
      // Shown at once; main tells every window what was kept.
      setOwnPreferences((before) => ({ ...before, ...change }));
      void callNative(bridge, 'preferences.set', change).then(setOwnPreferences);
    },
    [bridge],
  );
  const state = useMemo(() => ({ info, preferences, setPreferences, connections, tasks, updates }), [info, preferences, setPreferences, connections, tasks, updates]);
  return (
    <NativeStateContext value={state}>
      <ConnectionStatusProvider status={status}>{children}</ConnectionStatusProvider>
    </NativeStateContext>
  );
}

function useNativeState(): NativeState {
  const state = use(NativeStateContext);
  if (!state) throw new Error('This needs a NativeStateProvider above it');
  return state;
}

/** Versions, runtime, data folder and the state of the keychain (C3). */
export function useAppInfo(): AppInfo {
  return useNativeState().info;
}

/** C8: what an organization decided for this computer. */
export function usePolicy(): PolicyView {
  return useAppInfo().policy;
}

/** C8: whether the policy decides a setting. */
export function useSettingIsLocked(): (name: LockableSetting) => boolean {
  const { lockedSettings } = usePolicy();
  return (name) => lockedSettings.includes(name);
}

/** What the person chose on this computer, and how to change it. */
export function usePreferences(): [Preferences, (change: Partial<Preferences>) => void] {
  const { preferences, setPreferences } = useNativeState();
  return [preferences, setPreferences];
}

/** The servers this console knows and which of them is shown (C2). */
export function useConnections(): Connections {
  return useNativeState().connections;
}

/** The connection on screen: its name and colour stand in every destructive dialog (C2). */
export function useCurrentConnection(): Connection {
  const { items, current } = useConnections();
  const connection = items.find((other) => other.id === current) ?? items[0];
  if (!connection) throw new Error('There is always the local connection');
  return connection;
}

/** C8: what is known about a newer console. */
export function useUpdates(): UpdateState {
  return useNativeState().updates;
}

/** Long work under way or just ended (C7). */
export function useTasks(): readonly Task[] {
  return useNativeState().tasks;
}
