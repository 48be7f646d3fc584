import { Cable, FileInput, History, Info, LayoutDashboard, Settings2, UsersRound } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { Permission } from '#shared/permissions.ts';

/** A screen that navigation and palette lead to. */
export interface Destination {
  id: 'overview' | 'users' | 'import' | 'history' | 'settings' | 'connections' | 'about';
  to: string;
  icon: LucideIcon;
  /** Undefined: open to everyone, signed in or not. */
  permission?: Permission;
}

export interface DestinationGroup {
  id: 'top' | 'people' | 'bottom';
  destinations: readonly Destination[];
}

/** The screens that exist, in the order of the navigation. What the person may not see is left out of it. */
export const destinationGroups: readonly DestinationGroup[] = [
  { id: 'top', destinations: [{ id: 'overview', to: '/', icon: LayoutDashboard, permission: 'users:reader' }] },
  {
    id: 'people',
    destinations: [
      { id: 'users', to: '/users', icon: UsersRound, permission: 'users:reader' },
      { id: 'import', to: '/import', icon: FileInput, permission: 'imports:member' },
      { id: 'history', to: '/history', icon: History, permission: 'imports:reader' },
    ],
  },
  {
    id: 'bottom',
    destinations: [
      { id: 'settings', to: '/settings', icon: Settings2 },
      { id: 'connections', to: '/connections', icon: Cable },
      { id: 'about', to: '/about', icon: Info },
    ],
  },
];
