import type { CapabilityFlag } from '#shared/schemas/users.ts';
import type { PlatformRole } from '#shared/roles.ts';

export type Membership = { organizationId: string; role: string };

/**
 * Everything about a person that a change can touch and an undo can give back: the unit of comparing, planning,
 * guarding, writing and auditing. Keys are the names in plans and in the audit log.
 */
export type UserState = {
  username: string;
  email: string;
  displayName: string;
  firstName: string | null;
  lastName: string | null;
  jobTitle: string | null;
  businessPhone: string | null;
  mobilePhone: string | null;
  company: string | null;
  department: string | null;
  externalId: string | null;
  locale: 'en' | 'fr';
  platformRole: PlatformRole;
  /** What a deactivated person comes back as (U9); null while active. */
  formerRole: PlatformRole | null;
  /** `user` when a person decided, else the source that did; null while active (U9). */
  deactivatedBy: string | null;
  kind: 'person' | 'contact';
  identitySource: string;
  nonCounting: boolean;
  protected: boolean;
  /** Keys of platform roles, sorted. */
  roles: readonly string[];
  /** Sorted by organization id. */
  organizations: readonly Membership[];
  /** Time of deletion; null while not deleted (U10). */
  deletedAt: string | null;
} & Record<CapabilityFlag, boolean>;

/** A person as stored: identity and version beside the state. */
export type StoredUser = { id: string; version: number; lastActiveAt: string | null; hasPassword: boolean; state: UserState };

export type UserAction = 'create' | 'update' | 'deactivate' | 'reactivate' | 'makeUnlicensed' | 'delete' | 'restore' | 'resetPassword';

/**
 * One change of one person. `before` is null for a creation. `before.version` is what was read inside the same
 * transaction; the write refuses when the row has moved on.
 */
export type UserWrite = {
  action: UserAction;
  id: string;
  before: StoredUser | null;
  after: UserState;
  /** Set for good; undefined leaves the password alone. */
  passwordHash?: string | undefined;
};
