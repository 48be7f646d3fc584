import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { Connection, VaultState } from '#shared/ipc.ts';
import { NativeStateProvider } from '../../api/native-state.tsx';
import type { Startup } from '../../api/startup.ts';
import { Connected } from '../../api/testing/connected.tsx';
import { Refusal, SpokenBridge } from '../../api/testing/spoken-bridge.ts';
import { Surroundings } from '../../ui/testing/surroundings.tsx';
import { addressOfLink, isServerAddress } from './connection-form.ts';
import { ConnectionsPage } from './connections-page.tsx';

const local: Connection = { id: 'local', kind: 'local', name: 'This computer', url: null, colour: '#5b58e0', environment: '', caFile: null, hasCredential: true, preset: false };
const acme: Connection = { id: 'acme', kind: 'remote', name: 'Acme', url: 'https://acme.example', colour: '#d6453a', environment: 'Production', caFile: null, hasCredential: false, preset: false };

function startup(vault: VaultState): Startup {
  return {
    info: { version: '0.1.0', electron: '45', chromium: '1', node: '24', runtime: 'official', platform: 'Linux', systemLanguage: 'en', vault, dataFolder: '/d', policy: { state: 'none', file: '/etc/quarterdeck/policy.json', problem: null, lockConnections: false, localServer: true, exports: true, updates: true, lockedSettings: [] } },
    preferences: { theme: 'light', language: 'en', density: 'comfortable', grids: {}, mappings: {}, lastLocation: '/', safeForSpreadsheets: true, singleKeys: true },
    connections: { items: [local, acme], current: 'local' },
    status: { connectionId: 'local', state: 'online', since: '2026-11-24T08:00:00.000Z' },
    tasks: [],
    updates: { state: 'off', why: 'build' },
  };
}

function page(bridge: SpokenBridge, location = '/connections', vault: VaultState = 'ok') {
  return render(
    <Surroundings location={location}>
      <Connected bridge={bridge}>
        <NativeStateProvider startup={startup(vault)}><ConnectionsPage /></NativeStateProvider>
      </Connected>
    </Surroundings>,
  );
}

afterEach(cleanup);

describe('C4: addresses of servers', () => {
  it('are https, or http on this computer only, and carry no password', () => {
    expect(['https://a.example', 'https://a.example:8443', 'http://localhost:4000', 'http://127.0.0.1:1', 'http://[::1]:80'].every(isServerAddress)).toBe(true);
    expect(['http://a.example', 'http://localhost.evil.example', 'https://u:p@a.example', 'ftp://a', 'javascript:alert(1)', 'a.example', ''].some(isServerAddress)).toBe(false);
  });

  it('are found in a setup link', () => {
    expect(addressOfLink('https://a.example:8443/setup#secret')).toBe('https://a.example:8443');
    expect(addressOfLink('secret')).toBeUndefined();
  });
});

describe('C3: the keychain', () => {
  it.each([
    ['ok', 'Tokens are kept in the keychain'],
    ['locked', 'Unlock it in the operating system'],
    ['absent', 'give it a token again'],
    ['no_service', 'install and start gnome-keyring or KWallet'],
    ['backend_changed', 'The keychain of this computer was replaced'],
  ] as const)('in state %s it says what to do', (state, text) => {
    page(new SpokenBridge(), '/connections', state);
    expect(screen.getByRole('status').textContent).toContain(text);
  });

  it('tells at once when its state changes', async () => {
    const bridge = new SpokenBridge();
    page(bridge);
    bridge.tell('vault', 'locked');
    expect(await screen.findByText('The keychain is locked.')).toBeTruthy();
  });
});

describe('C2: connections', () => {
  it('are listed with name, label and address, and cannot lose the local one', async () => {
    page(new SpokenBridge());
    expect(screen.getAllByRole('listitem')).toHaveLength(2);
    expect(screen.getByText('https://acme.example')).toBeTruthy();
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: 'Edit This computer' }));
    expect(screen.queryByRole('menuitem', { name: 'Remove' })).toBeNull();
  });

  it('are added with an address and a token, after the required fields are filled in', async () => {
    const bridge = new SpokenBridge({}, { 'connections.add': (input) => ({ ...acme, name: input.name }) });
    page(bridge, '/connections?dialog=add');
    const user = userEvent.setup();
    const dialog = within(screen.getByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Add connection' }));
    expect((await dialog.findAllByText('Fill this in.')).length).toBeGreaterThan(0);
    expect(bridge.count('connections.add')).toBe(0);
    await user.type(dialog.getByLabelText(/Address of the server/), 'http://acme.example');
    await user.type(dialog.getByLabelText(/^Name/), 'Acme');
    await user.type(dialog.getByLabelText(/^API token/), 'qd_secret');
    expect(await dialog.findByText(/begins with https:\/\//)).toBeTruthy();
    await user.clear(dialog.getByLabelText(/Address of the server/));
    await user.type(dialog.getByLabelText(/Address of the server/), 'https://acme.example');
    await user.click(dialog.getByRole('button', { name: 'Add connection' }));
    await waitFor(() => { expect(bridge.count('connections.add')).toBe(1); });
    expect(bridge.asked.at(-1)?.input).toEqual({ url: 'https://acme.example', name: 'Acme', environment: '', colour: '#5b58e0', credential: { kind: 'token', token: 'qd_secret' } });
  });

  it('X6: a setup link gives the address and makes the first superadmin', async () => {
    const bridge = new SpokenBridge({}, { 'connections.add': () => acme });
    page(bridge, '/connections?dialog=add');
    const user = userEvent.setup();
    const dialog = within(screen.getByRole('dialog'));
    await user.click(dialog.getByRole('radio', { name: /setup link/ }));
    await user.type(dialog.getByLabelText(/^Setup link/), 'https://new.example/setup#abc');
    await user.type(dialog.getByLabelText(/^Your username/), 'ada');
    await user.type(dialog.getByLabelText(/^Your email/), 'ada@example.org');
    await user.type(dialog.getByLabelText(/^Your password/), 'four words make one');
    await user.type(dialog.getByLabelText(/^Name/), 'New');
    await user.click(dialog.getByRole('button', { name: 'Add connection' }));
    await waitFor(() => { expect(bridge.count('connections.add')).toBe(1); });
    expect(bridge.asked.at(-1)?.input).toMatchObject({ url: 'https://new.example', credential: { kind: 'setup', link: 'https://new.example/setup#abc', username: 'ada' } });
  });

  it('C14: a refusal stands in the dialog with its request id', async () => {
    const bridge = new SpokenBridge({}, { 'connections.update': () => { throw new Refusal({ code: 'unreachable', message: 'x', requestId: 'req-7' }); } });
    page(bridge, '/connections?dialog=edit&connection=acme');
    await userEvent.setup().click(screen.getByRole('button', { name: 'Save connection' }));
    expect((await screen.findByRole('alert')).textContent).toContain('req-7');
    expect(screen.getByRole('dialog')).toBeTruthy();
  });
});
