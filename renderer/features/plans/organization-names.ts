import { useMemo } from 'react';
import { useOperation } from '../../api/use-operation.ts';
import { usePermission } from '../../api/session.tsx';
import type { OrganizationNames } from '../../i18n/people-texts.ts';

const nothing: OrganizationNames = new Map();

/** Names of organizations by id, for the memberships in a plan; the first hundred by name. */
export function useOrganizationNames(): OrganizationNames {
  const mayRead = usePermission('organizations:reader');
  const { data } = useOperation('organizations.list', { limit: 100 }, { enabled: mayRead });
  return useMemo(() => (data ? new Map(data.items.map((item) => [item.id, item.name])) : nothing), [data]);
}
