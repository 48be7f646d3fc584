import { rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { NativeCalls } from '#shared/ipc.ts';
import { readAuthority } from '../../api/certificates.ts';
import { localConnectionId, type Connections } from '../../api/connection-list.ts';
import { replaceFile } from '../../api/json-file.ts';
import { secretOfSetupLink, serverAddress } from '../../api/server-address.ts';
import { createServerCalls } from '../../api/server-calls.ts';
import type { ChosenFiles } from '../chosen-files.ts';
import type { Links } from '../links.ts';
import type { NativeHandlers } from '../router.ts';
import { readSmallFile } from '../small-file.ts';

type Ids = 'connections.list' | 'connections.add' | 'connections.update' | 'connections.remove' | 'connections.select' | 'connections.test' | 'connections.status' | 'connections.retry';

export type ConnectionHandlersOptions = {
  connections: Connections;
  links: Links;
  files: ChosenFiles;
  certificatesFolder: string;
  onConnections: () => void;
  onSelected: () => void;
};

type AddInput = NativeCalls['connections.add']['input'];
type Authority = { pem: string; name: string };
const largestAuthority = 1_048_576;

/** C2 to C4: the list of servers, their colours, certificates and tokens. */
export function connectionHandlers(options: ConnectionHandlersOptions): Pick<NativeHandlers, Ids> {
  const { connections, links } = options;

  async function authorityOf(handle: string | null | undefined): Promise<Authority | null> {
    if (handle === null || handle === undefined) return null;
    const file = options.files.find(handle);
    return { pem: readAuthority(await readSmallFile(file.path, largestAuthority)), name: file.name };
  }

  const certificateFile = (id: string): string => path.join(options.certificatesFolder, `${id}.pem`);

  const found = (id: string) => {
    const connection = links.list().items.find((each) => each.id === id);
    if (connection === undefined) throw new AppError('not_found', 'There is no such connection');
    return connection;
  };

  async function update({ id, token, caHandle, url, ...shown }: NativeCalls['connections.update']['input']): Promise<void> {
    if (id === localConnectionId && (token !== undefined || caHandle !== undefined || url !== undefined)) throw new AppError('not_allowed', 'The local connection needs no address, certificate or token');
    const address = url === undefined ? undefined : serverAddress(url);
    if (connections.isPreset(id) && [url, caHandle, ...Object.values(shown)].some((value) => value !== undefined)) throw new AppError('not_allowed', 'The policy sets this connection', { reason: 'set_by_policy' });
    const authority = await authorityOf(caHandle);
    const moved = id !== localConnectionId && address !== undefined && address !== connections.remote(id).url;
    // A token is for the server it was given for: it does not follow to another address.
    if (moved) await links.forget(id);
    if (authority !== null) await replaceFile(certificateFile(id), authority.pem);
    if (!connections.isPreset(id)) await connections.update(id, {
      ...shown,
      ...(address === undefined ? {} : { url: address }),
      ...(caHandle === undefined ? {} : { caFile: authority?.name ?? null }),
      ...(moved ? { credentialSaved: false } : {}),
    });
    if (token !== undefined) await links.setToken(id, token);
    if (moved || token !== undefined || caHandle !== undefined) links.reopen(id);
  }

  return {
    'connections.list': () => Promise.resolve(links.list()),
    'connections.add': async (input) => {
      // C8: a locked list is refused before anything is asked of the server that was named.
      connections.assertOpen();
      const url = serverAddress(input.url);
      const authority = await authorityOf(input.caHandle);
      const token = await signIn(links, url, authority, input.credential);
      const added = await connections.add({ name: input.name, url, colour: input.colour, environment: input.environment, caFile: authority?.name ?? null });
      if (authority !== null) await replaceFile(certificateFile(added.id), authority.pem);
      await links.setToken(added.id, token);
      options.onConnections();
      return found(added.id);
    },
    'connections.update': async (input) => {
      await update(input);
      options.onConnections();
      return found(input.id);
    },
    'connections.remove': async ({ id }) => {
      const wasCurrent = connections.list().current === id;
      await connections.remove(id);
      await links.forget(id);
      await rm(certificateFile(id), { force: true });
      options.onConnections();
      if (wasCurrent) options.onSelected();
      return null;
    },
    'connections.select': async ({ id }) => {
      await connections.select(id);
      options.onConnections();
      options.onSelected();
      return null;
    },
    'connections.test': async ({ url, caHandle }) => {
      connections.assertOpen();
      const http = links.transport(serverAddress(url), (await authorityOf(caHandle))?.pem ?? null);
      const { name, version, setupNeeded } = await createServerCalls(http).call('server.info', {});
      return { name, version, setupNeeded };
    },
    'connections.status': () => Promise.resolve(links.current().status()),
    'connections.retry': () => links.current().retry(),
  };
}

/** A token that the server accepts: the one given, or the one that the setup link makes (X6). */
async function signIn(links: Links, url: string, authority: Authority | null, credential: AddInput['credential']): Promise<string> {
  const pem = authority?.pem ?? null;
  if (credential.kind === 'token') {
    await createServerCalls(links.transport(url, pem, credential.token)).call('session.get', {});
    return credential.token;
  }
  const { username, email, password } = credential;
  const issued = await createServerCalls(links.transport(url, pem)).call('setup.complete', { secret: secretOfSetupLink(credential.link), username, email, password });
  return issued.token;
}
