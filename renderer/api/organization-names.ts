import { useMemo } from 'react';
import { useOperation } from './use-operation.ts';
import { usePermission } from './session.tsx';
import type { OrganizationNames } from '../i18n/people-texts.ts';

const nothing: OrganizationNames = new Map();

/** Names of organizations by id, for the memberships in plans and the audit log; the first hundred by name. */
export function useOrganizationNames(): OrganizationNames {
  const mayRead = usePermission('organizations:reader');
  const { data } = useOperation('organizations.list', { limit: 100 }, { enabled: mayRead });
  return useMemo(() => (data ? new Map(data.items.map((item) => [item.id, item.name])) : nothing), [data]);
}
