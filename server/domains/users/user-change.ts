import type { UserState, UserWrite } from './user-state.ts';
import { changedKeys } from './user-transitions.ts';

/** A write and the parts of the state that it changes. */
export type UserChange = { write: UserWrite; keys: readonly (keyof UserState)[] };

export function toChange(write: UserWrite): UserChange {
  return { write, keys: changedKeys(write.before?.state ?? null, write.after) };
}
