import { builtInRoles } from '#shared/roles.ts';
import type { Foundation } from '../../foundation.ts';
import type { Handlers } from '../../http/handlers.ts';
import { holdersByRole } from './roles.store.ts';

/** R5, R6: the roles of the catalogue, in its order, with how many people hold each. */
export function rolesHandlers({ database }: Foundation): Handlers<'roles.list'> {
  return {
    'roles.list': async () => {
      const holders = await holdersByRole(database.db);
      return {
        items: builtInRoles.map(({ key, kind, name, description, grants }) => ({ key, kind, name, description, grants: grants as Record<string, string>, holders: holders.get(key) ?? 0 })),
      };
    },
  };
}
