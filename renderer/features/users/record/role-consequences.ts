import { catalogue, resources } from '#shared/permissions.ts';
import type { Grants, Level, Resource, ToggleLevel } from '#shared/permissions.ts';
import { effectiveGrants, isLicensedRole } from '#shared/roles.ts';
import type { PlatformRole } from '#shared/roles.ts';

export interface HeldRoles {
  platformRole: PlatformRole;
  roles: readonly string[];
}

export interface LevelChange {
  resource: Resource;
  level: Level | ToggleLevel;
}

/** What a change of roles does to a person, said before it is saved. */
export interface RoleConsequences {
  gains: LevelChange[];
  loses: LevelChange[];
  takesLicence: boolean;
  freesLicence: boolean;
  endsSignIn: boolean;
}

const rank = (grants: Grants, resource: Resource): number => (catalogue[resource].levels as readonly string[]).indexOf(grants[resource] ?? 'none');

/** Compares what a person may do before and after (R11); levels are those held after (gains) or before (loses). */
export function roleConsequences(before: HeldRoles, after: HeldRoles): RoleConsequences {
  const had = effectiveGrants(before.platformRole, before.roles);
  const has = effectiveGrants(after.platformRole, after.roles);
  const gained = resources.filter((resource) => rank(has, resource) > rank(had, resource));
  const lost = resources.filter((resource) => rank(has, resource) < rank(had, resource));
  const licensedBefore = isLicensedRole(before.platformRole);
  const licensedAfter = isLicensedRole(after.platformRole);
  return {
    gains: gained.map((resource) => ({ resource, level: has[resource] ?? 'none' })),
    loses: lost.map((resource) => ({ resource, level: had[resource] ?? 'none' })),
    takesLicence: !licensedBefore && licensedAfter,
    freesLicence: licensedBefore && !licensedAfter,
    endsSignIn: before.platformRole !== 'deactivated' && after.platformRole === 'deactivated',
  };
}
