import type { QueryClient } from '@tanstack/react-query';
import type { CallId } from '#shared/contract/index.ts';

/** Marks the answers of these operations as old; those on screen are read again. */
export async function refreshed(client: QueryClient, ids: readonly CallId[]): Promise<void> {
  await Promise.all(ids.map((id) => client.invalidateQueries({ queryKey: [id] })));
}

/** The operations whose answers depend on a table beyond those that bear its name. */
const dependents: Record<string, readonly CallId[]> = {
  users: ['overview.get', 'licences.get', 'roles.list', 'session.get', 'organizations.list'],
  organizations: ['overview.get', 'users.list'],
  settings: ['overview.get', 'licences.get', 'session.get', 'server.info'],
  plans: ['licences.get'],
};

/** Whether a change in a table can change the answer of an operation: `users` changes `users.*` and its dependents. */
export function dependsOn(operation: string, table: string): boolean {
  return operation.split('.')[0] === table || (dependents[table] ?? []).some((id) => id === operation);
}
