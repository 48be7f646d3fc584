import { app, session } from 'electron';
import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { createConnections, type Connections } from '../api/connection-list.ts';
import { openKeychain } from '../vault/keychain.ts';
import { createVault, type Vault } from '../vault/vault.ts';
import { createEmbeddedServer } from './embedded-server.ts';
import type { Foundation } from './foundation.ts';
import { createLinks, type Links } from './links.ts';
import { startKeychainProcess, startServerProcess } from './processes.ts';

/** The servers of the console: the embedded one, those elsewhere, and the credentials for them. */
export type Servers = {
  connections: Connections;
  links: Links;
  vault: Vault;
  certificatesFolder: string;
  /** Starts the embedded server and the connection that the person last used. */
  start(): void;
  stop(): Promise<void>;
};

/** C3: a keychain that was too slow for the first look, as on a machine that just started, is looked at again. Milliseconds. */
const lookAgainEvery = 15_000;

export function createServers({ folder, log, serverLog, state, page, policy }: Foundation): Servers {
  const certificatesFolder = path.join(folder, 'certificates');
  mkdirSync(certificatesFolder, { recursive: true });
  for (const { id, authority } of policy.connections) if (authority !== null) writeFileSync(path.join(certificatesFolder, `${id}.pem`), authority.pem, { mode: 0o600 });
  const keychain = openKeychain(() => startKeychainProcess(log));
  const vault = createVault(keychain, state.vault);
  let lookingAgain: NodeJS.Timeout | undefined;
  vault.onChange((now) => {
    page.tell('vault', now);
    // The keyring was unlocked: what could not be read before may be there now.
    if (now === 'ok' && links.current().status().state === 'signed_out') void links.current().retry();
  });
  const connections = createConnections(state.connections, policy);
  const embedded = createEmbeddedServer({
    start: () => startServerProcess(path.join(folder, 'server'), serverLog),
    log,
    onReady: (address) => links.localReady(address),
    onLost: () => links.localLost(),
  });
  const links = createLinks({
    connections,
    vault,
    certificatesFolder,
    resolveProxy: (address) => session.defaultSession.resolveProxy(address),
    userAgent: `quarterdeck-console/${app.getVersion()}`,
    localPerson: localPerson(),
    localServer: policy.localServer,
    onLocalRefused: () => embedded.restart(),
    onStatus: (status) => page.tell('status', status),
    onChange: (change) => page.tell('change', change),
    onChangesLost: () => page.tell('changesLost', null),
  });
  return {
    connections,
    links,
    vault,
    certificatesFolder,
    start() {
      lookingAgain = setInterval(() => {
        if (vault.state() === 'no_service' && links.current().status().state === 'signed_out') void vault.examine();
      }, lookAgainEvery);
      // C8: what the policy switched off does not run, whatever the page asks.
      if (policy.localServer) embedded.start();
      links.current();
      void vault.examine();
    },
    async stop() {
      clearInterval(lookingAgain);
      links.close();
      keychain.stop();
      await embedded.stop();
    },
  };
}

/** X6: the person at this computer, by the name the system knows; only characters that a username may have. */
function localPerson(): { username: string; displayName: string } {
  const name = systemUserName();
  return { username: name.replace(/[\s,;:@"'<>\\/]+/g, '-').slice(0, 100), displayName: name.slice(0, 200) };
}

function systemUserName(): string {
  try {
    return userInfo().username || 'administrator';
  } catch {
    // An account without an entry in the system's list, as in some containers.
    return 'administrator';
  }
}
