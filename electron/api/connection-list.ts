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
});
export type ConnectionList = z.infer<typeof connectionListSchema>;

export const initialConnections = (name: string): ConnectionList => ({
  current: localConnectionId,
  local: { name, colour: '#2f6f6b', environment: '' },
  remote: [],
});

export type ConnectionFields = { name: string; url: string; colour: string; environment: string; caFile: string | null };

/** The servers that the console knows, kept on disk without any credential. */
export type Connections = {
  list(): ConnectionList;
  /** @throws AppError `not_found` */
  remote(id: string): RemoteConnection;
  add(fields: ConnectionFields): Promise<RemoteConnection>;
  update(id: string, fields: Partial<ConnectionFields & { credentialSaved: boolean }>): Promise<void>;
  remove(id: string): Promise<void>;
  select(id: string): Promise<void>;
};

export function createConnections(file: JsonFile<ConnectionList>): Connections {
  function remote(id: string): RemoteConnection {
    const found = file.read().remote.find((connection) => connection.id === id);
    if (found === undefined) throw new AppError('not_found', 'There is no such connection');
    return found;
  }

  return {
    list: file.read,
    remote,
    async add(fields) {
      const added = { id: randomUUID(), ...fields, credentialSaved: false };
      await file.write({ ...file.read(), remote: [...file.read().remote, added] });
      return added;
    },
    async update(id, fields) {
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
      remote(id);
      const list = file.read();
      const current = list.current === id ? localConnectionId : list.current;
      await file.write({ ...list, current, remote: list.remote.filter((connection) => connection.id !== id) });
    },
    async select(id) {
      if (id !== localConnectionId) remote(id);
      await file.write({ ...file.read(), current: id });
    },
  };
}
