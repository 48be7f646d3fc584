import type { BulkChange } from '#shared/schemas/plans.ts';
import type { PlatformRole } from '#shared/roles.ts';
import type { UserFilter } from '#shared/schemas/users.ts';
import type { InputOf } from '#shared/contract/index.ts';
import type { Selection } from '../../ui/data-table/selection.ts';

export type BulkAction = BulkChange['action'];
export type OrganizationRole = Extract<BulkChange, { action: 'addToOrganization' }>['role'];

/** What a bulk dialog has gathered; which of it is needed depends on the action. */
export interface BulkChoices {
  platformRole: PlatformRole | undefined;
  role: string | undefined;
  replacement: string | undefined;
  organizationId: string | undefined;
  organizationRole: OrganizationRole;
}

export const noChoices: BulkChoices = { platformRole: undefined, role: undefined, replacement: undefined, organizationId: undefined, organizationRole: 'manager' };

/** The change that the choices make; undefined while one that the action needs is missing. */
export function bulkChangeOf(action: BulkAction, choices: BulkChoices): BulkChange | undefined {
  const { platformRole, role, replacement, organizationId, organizationRole } = choices;
  switch (action) {
    case 'deactivate':
    case 'reactivate':
    case 'makeUnlicensed':
    case 'delete':
    case 'requireReset':
      return { action };
    case 'setPlatformRole':
      return platformRole && { action, platformRole };
    case 'addRole':
    case 'removeRole':
      return role === undefined ? undefined : { action, role };
    case 'replaceRole':
      return role === undefined || replacement === undefined || role === replacement ? undefined : { action, role, replacement };
    case 'addToOrganization':
      return organizationId === undefined ? undefined : { action, organizationId, role: organizationRole };
    case 'removeFromOrganization':
      return organizationId === undefined ? undefined : { action, organizationId };
  }
}

/** So many single people can be named in one request. */
export const mostNamed = 10_000;

/** The selection as the server takes it; undefined when it names too many people one by one. */
export function bulkSelectionOf(selection: Selection, filter: Partial<UserFilter>): InputOf<'plans.bulk'>['selection'] | undefined {
  if (selection.kind === 'matching') return selection.except.size > mostNamed ? undefined : { filter, except: [...selection.except] };
  return selection.ids.size === 0 || selection.ids.size > mostNamed ? undefined : { ids: [...selection.ids] };
}
