import { permits } from '#shared/permissions.ts';
import type { Grants } from '#shared/permissions.ts';
import { useSessionIfAny } from '../api/session.tsx';
import { destinationGroups } from './navigation.ts';
import type { DestinationGroup } from './navigation.ts';

/** The screens that this person may see, in their groups; empty groups are left out. */
export function useDestinations(): readonly DestinationGroup[] {
  const grants = (useSessionIfAny()?.grants ?? {}) as Grants;
  return destinationGroups
    .map((group) => ({ ...group, destinations: group.destinations.filter(({ permission }) => !permission || permits(grants, permission)) }))
    .filter((group) => group.destinations.length > 0);
}
