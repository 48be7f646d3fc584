import { cleanup, configure, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes, useLocation } from 'react-router';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '#shared/schemas/server.ts';
import type { User } from '#shared/schemas/users.ts';
import { aSession, SignedIn, withLayout } from '../../api/testing/signed-in.tsx';
import { Refusal, SpokenBridge } from '../../api/testing/spoken-bridge.ts';
import { aUser } from './testing/user-samples.ts';
import { UsersPage } from './users-page.tsx';

const alan = aUser();
const grace = aUser({ id: '0193b1c0-0000-7000-8000-000000000004', username: 'grace', displayName: 'Grace Hopper', email: 'grace@example.org' });

function bridgeOf(people: User[], more: ConstructorParameters<typeof SpokenBridge>[0] = {}): SpokenBridge {
  return new SpokenBridge({
    'users.list': () => ({ items: people, nextCursor: null, total: { count: people.length, exact: true } }),
    'users.get': ({ id }) => people.find((person) => person.id === id) ?? alan,
    'users.values': () => ({ items: [{ value: 'Acme', people: 2 }] }),
    'users.activity': () => ({ items: [], nextCursor: null, total: { count: 0, exact: true } }),
    'organizations.list': () => ({ items: [], nextCursor: null, total: { count: 0, exact: true } }),
    'licences.get': () => ({ capacity: 900, used: 900, reserved: 0, nonCounting: 0, free: 0 }),
    ...more,
  });
}

function Where() {
  const { pathname, search } = useLocation();
  return <output data-testid="where">{pathname + search}</output>;
}

const where = (): string => screen.getByTestId('where').textContent;

function open(bridge: SpokenBridge, query = '', more: { session?: Session; online?: boolean } = {}) {
  return render(
    <SignedIn bridge={bridge} location={`/users${query}`} {...more}>
      <Where />
      <Routes>
        <Route path="/users" element={<UsersPage />} />
        <Route path="*" element={null} />
      </Routes>
    </SignedIn>,
  );
}

const lastInput = (bridge: SpokenBridge, id: string) => bridge.asked.filter((asked) => asked.id === id).at(-1)?.input;

beforeAll(() => {
  configure({ asyncUtilTimeout: 10_000 });
  withLayout();
});
afterEach(cleanup);

describe('the list of users', () => {
  it('C11: asks the server for what stands in the URL, and the URL follows the screen', async () => {
    const bridge = bridgeOf([alan, grace]);
    open(bridge, '?platformRole=admin&sort=-lastActiveAt');
    await screen.findByText('Grace Hopper');
    expect(lastInput(bridge, 'users.list')).toEqual({ platformRole: ['admin'], sort: '-lastActiveAt' });
    await userEvent.click(screen.getByRole('button', { name: /^Person/ }));
    await waitFor(() => { expect(lastInput(bridge, 'users.list')).toEqual({ platformRole: ['admin'], sort: 'name' }); });
    await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
    await waitFor(() => { expect(where()).toBe('/users'); });
  });

  it('M19: a bulk action becomes a plan of the selected people, and its review opens', async () => {
    const bridge = bridgeOf([alan, grace], { 'plans.bulk': () => ({ id: '0193b1c0-0000-7000-8000-000000000099' }) as never });
    open(bridge);
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Select Grace Hopper' }));
    await userEvent.click(screen.getByRole('button', { name: 'Deactivate…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Deactivate' });
    expect(within(dialog).getByText(/1 person selected/)).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Review plan' }));
    await waitFor(() => { expect(where()).toBe('/plans/0193b1c0-0000-7000-8000-000000000099'); });
    expect(lastInput(bridge, 'plans.bulk')).toEqual({ title: 'Deactivate: 1 person', change: { action: 'deactivate' }, selection: { ids: [grace.id] } });
  });

  it('offers only what the session may do', async () => {
    open(bridgeOf([alan]), `?record=${alan.id}`, { session: aSession({ grants: { users: 'reader' } }) });
    await screen.findByLabelText('Job title');
    for (const name of ['New user', 'Deactivate…', 'Reset password…', 'More actions']) expect(screen.queryByRole('button', { name })).toBeNull();
    expect(screen.queryByRole('checkbox', { name: /Select/ })).toBeNull();
    expect(screen.getByLabelText<HTMLInputElement>('Job title').disabled).toBe(true);
  });

  it('C5: nothing is edited while the server cannot be reached', async () => {
    open(bridgeOf([alan]), '', { online: false });
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'New user' }).disabled).toBe(true);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Export' }).disabled).toBe(true);
  });
});

describe('a person’s record', () => {
  it('saves only what was changed, with the version that was read', async () => {
    const bridge = bridgeOf([alan], { 'users.update': () => ({ user: { ...alan, jobTitle: 'Head', version: 8 }, notices: [] }) });
    open(bridge, `?record=${alan.id}`);
    const title = await screen.findByLabelText('Job title');
    await userEvent.clear(title);
    await userEvent.type(title, 'Head{Enter}');
    await waitFor(() => { expect(lastInput(bridge, 'users.update')).toEqual({ id: alan.id, version: 7, jobTitle: 'Head' }); });
    expect(await screen.findByText('Alan Turing is saved.')).toBeTruthy();
  });

  it('settles a save that met another one, field by field (412)', async () => {
    const theirs = { ...alan, jobTitle: 'Director', department: 'Sales', version: 9 };
    let attempts = 0;
    const bridge = bridgeOf([alan], {
      'users.update': (input) => {
        attempts += 1;
        if (attempts === 1) throw new Refusal({ code: 'version_conflict', message: 'stale', current: theirs });
        return { user: { ...theirs, ...input } as User, notices: [] };
      },
    });
    open(bridge, `?record=${alan.id}`);
    const title = await screen.findByLabelText('Job title');
    await userEvent.clear(title);
    await userEvent.type(title, 'Head{Enter}');
    await screen.findByText('Someone else changed this person in the meantime');
    expect(screen.getByRole('radio', { name: 'Use “Director” for Job title' })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Continue with this choice' }));
    expect(screen.getByLabelText<HTMLInputElement>('Department').value).toBe('Sales');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => { expect(lastInput(bridge, 'users.update')).toEqual({ id: alan.id, version: 9, jobTitle: 'Head' }); });
  });

  it('U11: what the identity provider owns is locked and says whose it is', async () => {
    open(bridgeOf([aUser({ identitySource: 'Okta' })]), `?record=${alan.id}`);
    expect((await screen.findByLabelText<HTMLInputElement>('First name')).disabled).toBe(true);
    expect(screen.getByLabelText<HTMLInputElement>('Company').disabled).toBe(false);
    expect(screen.getByText(/come from Okta and are changed there/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Reset password…' })).toBeNull();
  });

  it('U6: a refusal stands in the dialog that asked, which names server and person', async () => {
    const bridge = bridgeOf([alan], { 'users.deactivate': () => { throw new Refusal({ code: 'conflict', reason: 'last_superadmin', message: 'no' }); } });
    open(bridge, `?record=${alan.id}`);
    await userEvent.click(await screen.findByRole('button', { name: 'Deactivate…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Deactivate Alan Turing?' });
    expect(within(dialog).getByText('Acme production')).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Deactivate' }));
    expect(await within(dialog).findByText('This is the last superadmin who can sign in.')).toBeTruthy();
  });

  it('C9: a deactivation can be taken back from the news that it happened', async () => {
    const bridge = bridgeOf([alan], {
      'users.deactivate': () => ({ user: { ...alan, platformRole: 'deactivated', version: 8 }, notices: [] }),
      'users.reactivate': () => ({ user: { ...alan, version: 9 }, notices: [{ code: 'no_licence_left', name: 'Alan Turing' }] }),
    });
    open(bridge, `?record=${alan.id}`);
    await userEvent.click(await screen.findByRole('button', { name: 'Deactivate…' }));
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Deactivate' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => { expect(lastInput(bridge, 'users.reactivate')).toEqual({ id: alan.id, version: 8 }); });
    expect(await screen.findByText('No licence was left, so Alan Turing has free access.')).toBeTruthy();
  });

  it('U12: a temporary password is shown once, to be copied', async () => {
    open(bridgeOf([alan], { 'users.resetPassword': () => ({ method: 'temporary', password: 'four-plain-words' }) }), `?record=${alan.id}`);
    await userEvent.click(await screen.findByRole('button', { name: 'Reset password…' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('radio', { name: /Temporary password/ }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Reset password' }));
    expect(await within(dialog).findByText('four-plain-words')).toBeTruthy();
    expect(within(dialog).getByRole('button', { name: 'Copy password' })).toBeTruthy();
  });
});

describe('a new person', () => {
  it('L2: says before that no licence is free, and after who fell to free access, with the one-time link', async () => {
    const bridge = bridgeOf([alan], { 'users.create': () => ({ user: grace, notices: [{ code: 'no_licence_left', name: 'Grace Hopper' }], link: { url: 'https://acme.example/link/abc', expiresAt: '2026-11-25T08:00:00.000Z' } }) });
    open(bridge, '?new=person');
    const dialog = await screen.findByRole('dialog', { name: 'New user' });
    expect(await within(dialog).findByText(/No licence is free/)).toBeTruthy();
    await userEvent.type(within(dialog).getByLabelText(/Username/), 'grace');
    await userEvent.type(within(dialog).getByLabelText(/Email/), 'grace@example.org');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Add person' }));
    expect(await screen.findByText('https://acme.example/link/abc')).toBeTruthy();
    expect(screen.getByText(/No licence was left, so Grace Hopper has free access/)).toBeTruthy();
    expect(lastInput(bridge, 'users.create')).toEqual({ username: 'grace', email: 'grace@example.org', kind: 'person', platformRole: 'user', locale: 'en' });
  });
});
