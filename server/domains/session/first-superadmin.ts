import type { Kysely } from 'kysely';
import { platformRoleGrants } from '#shared/roles.ts';
import type { Actor, Client } from '../../actor.ts';
import type { Schema } from '../../db/schema.ts';
import type { UserState } from '../users/user-state.ts';

/** X6: whether nobody is superadmin yet. U6 sees to it that this never becomes true again. */
export async function setupIsNeeded(db: Kysely<Schema>): Promise<boolean> {
  const one = await db.selectFrom('users').select('id').where('platform_role', '=', 'superadmin').where('kind', '=', 'person').where('deleted_at', 'is', null).limit(1).executeTakeFirst();
  return one === undefined;
}

export type SuperadminDetails = { username: string; email: string; displayName: string; locale: 'en' | 'fr' };

/** A superadmin as the setup link, the local console or break glass makes one. */
export function superadminState({ username, email, displayName, locale }: SuperadminDetails): UserState {
  return {
    username,
    email,
    displayName: displayName === '' ? username : displayName,
    firstName: null,
    lastName: null,
    jobTitle: null,
    businessPhone: null,
    mobilePhone: null,
    company: null,
    department: null,
    externalId: null,
    locale,
    platformRole: 'superadmin',
    formerRole: null,
    deactivatedBy: null,
    kind: 'person',
    identitySource: 'local',
    nonCounting: false,
    protected: false,
    roles: [],
    organizations: [],
    deletedAt: null,
    canJoinTeams: true,
    canCreateOrganizations: true,
    canCreateWorkspaces: true,
    canCreatePrivateWorkspaces: true,
    canInviteGuests: true,
    mustResetPassword: false,
  };
}

/** Who acts when nobody is signed in yet: the server itself, on the strength of a secret that only its operator has. */
export function systemActor(name: string, reference: string, more: { requestId: string | null; client: Client | null }): Actor {
  return { id: null, name, email: '', platformRole: 'superadmin', grants: platformRoleGrants.superadmin, source: 'system', sourceReference: reference, ...more };
}
