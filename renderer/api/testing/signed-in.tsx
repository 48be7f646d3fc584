import type { ReactNode } from 'react';
import type { ConnectionStatus } from '#shared/ipc.ts';
import type { Session } from '#shared/schemas/server.ts';
import type { Language } from '../../i18n/languages.ts';
import { Surroundings } from '../../ui/testing/surroundings.tsx';
import { NativeStateProvider } from '../native-state.tsx';
import { SessionProvider } from '../session.tsx';
import type { Startup } from '../startup.ts';
import { Connected } from './connected.tsx';
import type { SpokenBridge } from './spoken-bridge.ts';

const startup: Startup = {
  info: { version: '0.1.0', electron: '45', chromium: '1', node: '24', runtime: 'official', platform: 'Linux', systemLanguage: 'en', vault: 'ok', dataFolder: '/d', policy: { state: 'none', file: '/etc/quarterdeck/policy.json', problem: null, lockConnections: false, localServer: true, exports: true, updates: true, lockedSettings: [] } },
  preferences: { theme: 'light', language: 'en', density: 'comfortable', grids: {}, mappings: {}, lastLocation: '/', safeForSpreadsheets: true, singleKeys: true },
  connections: { items: [{ id: 'acme', kind: 'remote', name: 'Acme production', url: 'https://acme.example', colour: '#d6453a', environment: 'Production', caFile: null, hasCredential: true, preset: false }], current: 'acme' },
  status: { connectionId: 'acme', state: 'online', since: '2026-11-24T08:00:00.000Z' },
  tasks: [],
  updates: { state: 'off', why: 'build' },
};

/** Ada, who may do everything with people and plans unless said otherwise. */
export function aSession(some: { id?: string; hasPassword?: boolean; grants?: Record<string, string> } = {}): Session {
  return {
    user: { id: some.id ?? '0193b1c0-0000-7000-8000-000000000002', username: 'ada', displayName: 'Ada Lovelace', email: 'ada@example.org', locale: 'en', platformRole: 'superadmin', roles: [], hasPassword: some.hasPassword ?? true },
    grants: some.grants ?? { imports: 'admin', users: 'admin', organizations: 'reader', licences: 'reader', audit_log: 'reader' },
    via: 'local',
    token: { id: '0193b1c0-0000-7000-8000-0000000000aa', name: 'This computer', expiresAt: null },
    server: { product: 'quarterdeck', version: '0.1.0', apiVersion: 1, name: 'Acme', deployment: 'enterprise', setupNeeded: false },
  };
}

interface SignedInProps {
  bridge: SpokenBridge;
  location: string;
  session?: Session;
  language?: Language;
  online?: boolean;
  children: ReactNode;
}

/** Everything a screen of the server expects around it, for tests: a connection, a session, main's state, the kit. */
export function SignedIn({ bridge, location, session = aSession(), language = 'en', online = true, children }: SignedInProps) {
  const status: ConnectionStatus = { ...startup.status, state: online ? 'online' : 'offline' };
  return (
    <Surroundings location={location} language={language}>
      <Connected bridge={bridge} status={status}>
        <NativeStateProvider startup={{ ...startup, status }}>
          <SessionProvider session={session}>{children}</SessionProvider>
        </NativeStateProvider>
      </Connected>
    </Surroundings>
  );
}

/** jsdom has no layout: makes every element as large as a table of twenty rows, so that rows are drawn. */
export function withLayout(): void {
  for (const size of ['offsetHeight', 'clientHeight', 'offsetWidth']) Object.defineProperty(HTMLElement.prototype, size, { configurable: true, value: 720 });
  HTMLElement.prototype.scrollTo = () => undefined;
}
