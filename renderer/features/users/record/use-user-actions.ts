import type { User } from '#shared/schemas/users.ts';
import { opened, useBridge } from '../../../api/bridge-context.tsx';
import { useProblemText } from '../../../api/operation-failure.tsx';
import { useMutationOf } from '../../../api/use-operation.ts';
import { useToasts } from '../../../ui/toast/toasts.tsx';
import { changedByUsers, useDoneToast } from './use-user-write.ts';

/** The writes to one person beyond their profile, each told when done and taken back where it can be (C9). */
export function useUserActions(user: User) {
  const bridge = useBridge();
  const toasts = useToasts();
  const problemText = useProblemText();
  const told = useDoneToast();
  const { id, version, displayName } = user;
  const say = (error: unknown) => {
    const text = problemText(error);
    toasts.show({ meaning: 'gone', text: `${text.title} ${text.advice}` });
  };
  const reactivate = useMutationOf('users.reactivate', { invalidates: changedByUsers, onSuccess: (result) => { told('reactivated', displayName, { notices: result.notices }); } });
  const restore = useMutationOf('users.restore', { invalidates: changedByUsers, onSuccess: (result) => { told('restored', displayName, { notices: result.notices }); } });
  const deactivate = useMutationOf('users.deactivate', {
    invalidates: changedByUsers,
    onSuccess: (result) => {
      told('deactivated', displayName, { notices: result.notices, undo: () => { reactivate.mutate({ id, version: result.user.version }, { onError: say }); } });
    },
  });
  const makeUnlicensed = useMutationOf('users.makeUnlicensed', { invalidates: changedByUsers, onSuccess: (result) => { told('unlicensed', displayName, { notices: result.notices }); } });
  const undoDeletion = async (): Promise<void> => {
    // The deleted record has a version of its own by now.
    const deleted = await opened(bridge.api('users.get', { id }));
    await restore.mutateAsync({ id, version: deleted.version });
  };
  const remove = useMutationOf('users.delete', {
    invalidates: changedByUsers,
    onSuccess: () => { told('deleted', displayName, { undo: () => { undoDeletion().catch(say); } }); },
  });
  return {
    deactivate: () => deactivate.mutateAsync({ id, version }),
    makeUnlicensed: () => makeUnlicensed.mutateAsync({ id, version }),
    remove: () => remove.mutateAsync({ id, version }),
    reactivate: () => { reactivate.mutate({ id, version }); },
    restore: () => { restore.mutate({ id, version }); },
    busy: reactivate.isPending || restore.isPending,
    /** Why the last attempt of an action that asks first was refused. */
    refusal: { deactivate: deactivate.error, makeUnlicensed: makeUnlicensed.error, remove: remove.error },
    /** Why the last attempt of an action without a question was refused. */
    error: reactivate.error ?? restore.error,
  };
}

export type UserActions = ReturnType<typeof useUserActions>;
