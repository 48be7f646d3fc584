import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import type { JsonFile } from './json-file.ts';

/** C2: the embedded server's connection is always there, first, and cannot be removed. */
export const localConnectionId = 'local';

const colour = z.string().regex(/^#[0-9a-f]{6}$/);
const common = {
  name: z.string().min(1).max(100),
  colour,
  environment: z.string().max(40),
};

const remoteConnection = z.object({
  id: z.uuid(),
  ...common,
  url: z.string().max(300),
  /** The chosen file's name; its content is kept as `<id>.pem` in the folder of certificates. */
  caFile: z.string().max(255).nullable(),
  /** Whether the keychain was given this connection's credential. */
  credentialSaved: z.boolean(),
});
export type RemoteConnection = z.infer<typeof remoteConnection>;

export const connectionListSchema = z.object({
  current: z.string(),
  local: z.object(common),
  remote: z.array(remoteConnection).max(200),
  /** C8: the ids of connections of the policy whose credential the keychain was given. */
  presetsWithCredential: z.array(z.uuid()).max(200).default([]),
});
export type ConnectionList = z.infer<typeof connectionListSchema>;

export const initialConnections = (name: string): ConnectionList => ({
  current: localConnectionId,
  local: { name, colour: '#2f6f6b', environment: '' },
  remote: [],
  presetsWithCredential: [],
});

export type ConnectionFields = { name: string; url: string; colour: string; environment: string; caFile: string | null };

/** C8: what an organization's policy says about connections. */
export type ConnectionPolicy = {
  localServer: boolean;
  /** Only the connections of the policy are there; those of the person's own are kept on disk for when it ends. */
  lockConnections: boolean;
  connections: readonly { id: string; name: string; url: string; colour: string; environment: string; authority: { name: string } | null }[];
};

/** The servers that the console knows, kept on disk without any credential. */
export type Connections = {
  /** What there is to see: the policy's connections first, then the person's own. */
  list(): Pick<ConnectionList, 'current' | 'local' | 'remote'>;
  /** Whether the policy brings this connection. */
  isPreset(id: string): boolean;
  /** @throws AppError `not_found` */
  remote(id: string): RemoteConnection;
  /** @throws AppError `not_allowed` when the policy locks the list */
  assertOpen(): void;
  add(fields: ConnectionFields): Promise<RemoteConnection>;
  update(id: string, fields: Partial<ConnectionFields & { credentialSaved: boolean }>): Promise<void>;
  remove(id: string): Promise<void>;
  select(id: string): Promise<void>;
};

const setByPolicy = (message: string): AppError => new AppError('not_allowed', message, { reason: 'set_by_policy' });

export function createConnections(file: JsonFile<ConnectionList>, policy: ConnectionPolicy): Connections {
  const isPreset = (id: string): boolean => policy.connections.some((preset) => preset.id === id);

  function visible(): RemoteConnection[] {
    const { remote: own, presetsWithCredential } = file.read();
    const presets = policy.connections.map(({ id, name, url, colour: shown, environment, authority }) => ({ id, name, url, colour: shown, environment, caFile: authority?.name ?? null, credentialSaved: presetsWithCredential.includes(id) }));
    return [...presets, ...(policy.lockConnections ? [] : own)];
  }

  /** The one last shown if it may still be, else the first that may. */
  function current(): string {
    const wanted = file.read().current;
    const there = visible();
    if (wanted === localConnectionId ? policy.localServer : there.some(({ id }) => id === wanted)) return wanted;
    return policy.localServer ? localConnectionId : there[0]?.id ?? localConnectionId;
  }

  function remote(id: string): RemoteConnection {
    const found = visible().find((connection) => connection.id === id);
    if (found === undefined) throw new AppError('not_found', 'There is no such connection');
    return found;
  }

  function assertOpen(): void {
    if (policy.lockConnections) throw setByPolicy('The policy fixes the list of connections');
  }

  async function updatePreset(id: string, { credentialSaved, ...fields }: Partial<ConnectionFields & { credentialSaved: boolean }>): Promise<void> {
    if (Object.values(fields).some((value) => value !== undefined)) throw setByPolicy('The policy sets this connection');
    if (credentialSaved === undefined) return;
    const list = file.read();
    const others = list.presetsWithCredential.filter((each) => each !== id);
    await file.write({ ...list, presetsWithCredential: credentialSaved ? [...others, id] : others });
  }

  return {
    list: () => ({ current: current(), local: file.read().local, remote: visible() }),
    isPreset,
    remote,
    assertOpen,
    async add(fields) {
      assertOpen();
      const added = { id: randomUUID(), ...fields, credentialSaved: false };
      await file.write({ ...file.read(), remote: [...file.read().remote, added] });
      return added;
    },
    async update(id, fields) {
      if (isPreset(id)) return updatePreset(id, fields);
      const list = file.read();
      if (id === localConnectionId) {
        const { name = list.local.name, colour: own = list.local.colour, environment = list.local.environment } = fields;
        await file.write({ ...list, local: { name, colour: own, environment } });
        return;
      }
      const changed = { ...remote(id), ...fields };
      await file.write({ ...list, remote: list.remote.map((connection) => (connection.id === id ? changed : connection)) });
    },
    async remove(id) {
      if (id === localConnectionId) throw new AppError('not_allowed', 'The local connection stays');
      if (isPreset(id)) throw setByPolicy('The policy sets this connection');
      remote(id);
      const list = file.read();
      const next = list.current === id ? localConnectionId : list.current;
      await file.write({ ...list, current: next, remote: list.remote.filter((connection) => connection.id !== id) });
    },
    async select(id) {
      if (id === localConnectionId && !policy.localServer) throw setByPolicy('The policy switches the server on this computer off');
      if (id !== localConnectionId) remote(id);
      await file.write({ ...file.read(), current: id });
    },
  };
}
