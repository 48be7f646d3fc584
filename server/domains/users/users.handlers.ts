import type { Handlers } from '../../http/handlers.ts';
import type { Activity } from '../audit/activity.service.ts';
import type { UserChanges } from './user-changes.service.ts';
import type { Users } from './users.service.ts';

type UserIds =
  | 'users.list'
  | 'users.values'
  | 'users.get'
  | 'users.create'
  | 'users.update'
  | 'users.deactivate'
  | 'users.reactivate'
  | 'users.makeUnlicensed'
  | 'users.delete'
  | 'users.restore'
  | 'users.resetPassword'
  | 'users.permissions'
  | 'users.activity'
  | 'users.export';

export type UserServices = { users: Users; changes: UserChanges; activity: Activity };

export function usersHandlers({ users, changes, activity }: UserServices): Handlers<UserIds> {
  return {
    'users.list': (_call, input) => users.list(input),
    'users.values': (_call, input) => users.values(input),
    'users.get': (_call, { id }) => users.get(id),
    'users.create': ({ actor }, input) => changes.create(actor, input),
    'users.update': ({ actor }, input) => changes.update(actor, input),
    'users.deactivate': ({ actor }, which) => changes.deactivate(actor, which),
    'users.reactivate': ({ actor }, which) => changes.reactivate(actor, which),
    'users.makeUnlicensed': ({ actor }, which) => changes.makeUnlicensed(actor, which),
    'users.delete': async ({ actor }, which) => {
      await changes.remove(actor, which);
      return {};
    },
    'users.restore': ({ actor }, which) => changes.restore(actor, which),
    'users.resetPassword': ({ actor }, input) => changes.resetPassword(actor, input),
    'users.permissions': (_call, { id }) => users.permissions(id),
    'users.activity': async (_call, { id, ...paging }) => {
      await users.get(id);
      return activity.ofRecord('users', id, paging);
    },
    'users.export': (_call, input) => users.export(input),
  };
}
