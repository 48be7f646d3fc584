import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { AxiosInstance } from 'axios';
import type { Connection, ConnectionStatus, NativeEvents } from '#shared/ipc.ts';
import { AppError } from '#shared/errors.ts';
import { localConnectionId, type Connections } from '../api/connection-list.ts';
import { createServerCalls } from '../api/server-calls.ts';
import { openServerLink, type Credential, type ServerLink } from '../api/server-link.ts';
import { createTransport } from '../api/transport.ts';
import type { Vault } from '../vault/vault.ts';
import type { EmbeddedAddress } from './embedded-server.ts';
import { createLocalCredential } from './local-credential.ts';

export type LinksOptions = {
  connections: Connections;
  vault: Vault;
  certificatesFolder: string;
  resolveProxy: (address: string) => Promise<string>;
  userAgent: string;
  /** X6: as whom the embedded server knows the person at this computer. */
  localPerson: { username: string; displayName: string };
  /** C8: false when the policy switches the embedded server off. */
  localServer: boolean;
  /** The local session is not accepted any more: only a new start of the server makes another. */
  onLocalRefused: () => void;
  onStatus: (status: ConnectionStatus) => void;
  onChange: (change: NativeEvents['change']) => void;
  onChangesLost: () => void;
};

/** C2: the servers the console is connected to, side by side; what the page sees is the current one's. */
export type Links = {
  current(): ServerLink;
  /** A transport without a link, to look at a server that is no connection yet. */
  transport(address: string, authority: string | null, token?: string): AxiosInstance;
  /** C3: keeps a remote connection's token: in the keychain, or in memory only. */
  setToken(id: string, token: string): Promise<void>;
  hasCredential(id: string): boolean;
  /** Opens a connection anew, after its address, authority or token changed. */
  reopen(id: string): void;
  forget(id: string): Promise<void>;
  localReady(address: EmbeddedAddress): void;
  localLost(): void;
  list(): { items: Connection[]; current: string };
  close(): void;
};

export function createLinks(options: LinksOptions): Links {
  const { connections, vault } = options;
  const links = new Map<string, ServerLink>();
  const tokens = new Map<string, string>();
  let local: EmbeddedAddress | null = null;

  const isCurrent = (id: string): boolean => connections.list().current === id;

  function transport(address: () => string | null, token: () => string | null, authority: string | null): AxiosInstance {
    return createTransport({ address, token, authority, resolveProxy: options.resolveProxy, userAgent: options.userAgent });
  }

  function authorityOf(id: string): string | null {
    return connections.remote(id).caFile === null ? null : readFileSync(path.join(options.certificatesFolder, `${id}.pem`), 'utf8');
  }

  const localCredential = createLocalCredential({
    address: () => local,
    exchange: (secret) => createServerCalls(transport(() => local?.url ?? null, () => null, null)).call('session.local', { secret, ...options.localPerson }),
    onRefused: options.onLocalRefused,
  });

  /** C8: signed out, with the reason, and never tried again. */
  const switchedOff: Credential = {
    token: () => null,
    obtain: () => Promise.reject(new AppError('not_allowed', 'The policy switches the server on this computer off', { reason: 'set_by_policy' })),
    refused: () => undefined,
  };

  function remoteCredential(id: string): Credential {
    return {
      token: () => tokens.get(id) ?? null,
      async obtain() {
        const saved = connections.remote(id).credentialSaved ? await vault.read(id) : null;
        if (saved !== null) tokens.set(id, saved);
        return saved;
      },
      refused: () => void tokens.delete(id),
    };
  }

  function open(id: string): ServerLink {
    const credential = id !== localConnectionId ? remoteCredential(id) : options.localServer ? localCredential : switchedOff;
    const address = id === localConnectionId ? () => local?.url ?? null : () => connections.remote(id).url;
    const http = transport(address, credential.token, id === localConnectionId ? null : authorityOf(id));
    return openServerLink({
      connectionId: id,
      http,
      credential,
      clock: () => new Date(),
      waitsForAddress: id === localConnectionId && options.localServer && local === null,
      onStatus: (status) => isCurrent(id) && options.onStatus(status),
      onChange: (change) => isCurrent(id) && options.onChange(change),
      onChangesLost: () => isCurrent(id) && options.onChangesLost(),
    });
  }

  function linkOf(id: string): ServerLink {
    const link = links.get(id) ?? open(id);
    links.set(id, link);
    return link;
  }

  function close(id: string): void {
    links.get(id)?.close();
    links.delete(id);
  }

  return {
    current: () => linkOf(connections.list().current),
    transport: (address, authority, token) => transport(() => address, () => token ?? null, authority),
    async setToken(id, token) {
      tokens.set(id, token);
      await connections.update(id, { credentialSaved: await vault.save(id, token) });
    },
    hasCredential: (id) => id === localConnectionId || tokens.has(id) || connections.remote(id).credentialSaved,
    reopen(id) {
      close(id);
      if (isCurrent(id)) options.onStatus(linkOf(id).status());
    },
    async forget(id) {
      close(id);
      tokens.delete(id);
      await vault.remove(id);
    },
    localReady(address) {
      local = address;
      localCredential.renew();
      void links.get(localConnectionId)?.retry();
    },
    localLost() {
      local = null;
      localCredential.renew();
      links.get(localConnectionId)?.lost(new AppError('unreachable', 'The server in this application is starting again').problem);
    },
    list() {
      const { current, local: own, remote } = connections.list();
      const first: Connection = { id: localConnectionId, kind: 'local', ...own, url: null, caFile: null, hasCredential: true, preset: false };
      const others = remote.map(({ credentialSaved, ...connection }): Connection => ({ ...connection, kind: 'remote', hasCredential: credentialSaved || tokens.has(connection.id), preset: connections.isPreset(connection.id) }));
      return { items: [first, ...others], current };
    },
    close() {
      for (const id of [...links.keys()]) close(id);
    },
  };
}
