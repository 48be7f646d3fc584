import { cleanup, render, screen } from '@testing-library/react';
import { createMemoryRouter, matchRoutes, RouterProvider } from 'react-router';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Session } from '#shared/schemas/server.ts';
import { SessionProvider } from '../api/session.tsx';
import { Surroundings } from '../ui/testing/surroundings.tsx';
import { destinationGroups } from './navigation.ts';
import { routes } from './router.tsx';
import { Navigation } from './shell/navigation-list.tsx';

// The chart's library asks for the resolution of the screen as soon as it is loaded; jsdom has no screen.
vi.hoisted(() => {
  Object.defineProperty(globalThis, 'matchMedia', { value: () => ({ matches: false, addListener: () => undefined, removeListener: () => undefined, addEventListener: () => undefined, removeEventListener: () => undefined }) });
});

afterEach(cleanup);

function sessionWith(grants: Record<string, string>): Session {
  const server = { product: 'quarterdeck', version: '1', apiVersion: 1, name: 'Acme', deployment: 'enterprise', setupNeeded: false } as const;
  return { user: { id: '1', username: 'ada', displayName: 'Ada', email: 'a@b.c', locale: 'en', platformRole: 'user', roles: [], hasPassword: true }, grants, via: 'token', token: { id: '1', name: 't', expiresAt: null }, server };
}

function shownScreens(session: Session | undefined): string[] {
  render(<Surroundings><SessionProvider session={session}><Navigation onShortcuts={() => undefined} /></SessionProvider></Surroundings>);
  return screen.getAllByRole('link').map((link) => link.textContent);
}

describe('navigation', () => {
  it('lists only what the person may see', () => {
    expect(shownScreens(sessionWith({ users: 'reader', imports: 'reader' }))).toEqual(['Overview', 'Users', 'History', 'Settings', 'Connections', 'About']);
  });

  it('without a session leads to what needs no server', () => {
    expect(shownScreens(undefined)).toEqual(['Settings', 'Connections', 'About']);
  });

  it('leads only to screens that exist', () => {
    const dead = destinationGroups.flatMap((group) => group.destinations).filter(({ to }) => {
      const matched = matchRoutes(routes, to)?.at(-1);
      return matched?.route.path !== to;
    });
    expect(dead.map(({ to }) => to)).toEqual([]);
  });

  it('says so at an address that leads nowhere', () => {
    const nowhere = matchRoutes(routes, '/nowhere')?.at(-1);
    expect(nowhere?.route.path).toBe('*');
    const router = createMemoryRouter([{ path: '*', element: nowhere?.route.element }], { initialEntries: ['/nowhere'] });
    render(<Surroundings inRouter={false}><RouterProvider router={router} /></Surroundings>);
    expect(screen.getByRole('heading', { level: 1, name: 'Nothing here' })).toBeTruthy();
  });
});
