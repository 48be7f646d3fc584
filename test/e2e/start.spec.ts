import { expect, test } from '../support/electron.ts';

test('C2, X6: the first start opens on the local connection, signed in as this computer’s superadmin', async ({ desk }) => {
  await desk.online();
  const session = await desk.api('session.get', {});
  expect(session).toMatchObject({ via: 'local', user: { platformRole: 'superadmin' } });
  expect(await desk.call('connections.list', null)).toMatchObject({ current: 'local', items: [{ id: 'local', kind: 'local', url: null, hasCredential: true }] });
  expect((await desk.processes()).map(({ name }) => name)).toContain('Quarterdeck server');
  await expect(desk.page.getByRole('navigation').first()).toBeVisible();
  await desk.picture('first-start');
});

test('C1: the page has the bridge and nothing else of Electron or Node', async ({ desk }) => {
  const found = await desk.page.evaluate(() => ({
    bridge: Object.keys(window.quarterdeck).toSorted(),
    foreign: ['require', 'process', 'module', 'global', 'Buffer', 'ipcRenderer', 'electron'].filter((name) => name in window),
  }));
  expect(found).toEqual({ bridge: ['api', 'call', 'fileDropped', 'on'], foreign: [] });
});

test('C11, C12: theme, language and window survive a restart, and the same data is found again', async ({ launch }) => {
  const first = await launch();
  await first.online();
  const { user } = await first.api('session.get', {});
  await first.call('preferences.set', { theme: 'dark', language: 'fr' });
  await first.app.evaluate(({ app }) => app.emit('second-instance', {}, ['quarterdeck', 'quarterdeck://settings'], '/', {}));
  await expect.poll(async () => (await first.call('preferences.get', null)).lastLocation).toBe('/settings');
  await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setBounds({ x: 20, y: 30, width: 1_100, height: 760 }));
  await first.close();
  const second = await launch({ userData: first.userData });
  await second.online();
  expect((await second.api('session.get', {})).user.id).toBe(user.id);
  const seen = await second.app.evaluate(({ BrowserWindow, Menu, nativeTheme }) => ({
    bounds: BrowserWindow.getAllWindows()[0]!.getBounds(),
    ground: BrowserWindow.getAllWindows()[0]!.getBackgroundColor(),
    menu: Menu.getApplicationMenu()!.items.map(({ label }) => label),
    theme: nativeTheme.themeSource,
  }));
  expect(seen).toMatchObject({ bounds: { width: 1_100, height: 760 }, ground: '#0E1016', theme: 'dark' });
  expect(seen.menu).toContain('Fichier');
  await expect.poll(() => new URL(second.page.url()).pathname).toBe('/settings');
});

test('C12: the window is usable at 1024×700 and smaller', async ({ desk }) => {
  const smallest = await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getMinimumSize());
  expect(smallest[0]).toBeLessThanOrEqual(1_024);
  expect(smallest[1]).toBeLessThanOrEqual(700);
});

test('C9: a second start hands its deep link over to the running one and ends', async ({ launch }) => {
  const desk = await launch();
  await desk.online();
  await desk.app.evaluate(({ app }) => app.emit('second-instance', {}, ['quarterdeck', 'quarterdeck://connections'], '/', {}));
  await expect.poll(() => new URL(desk.page.url()).pathname).toBe('/connections');
  const again = await launch({ userData: desk.userData, parameters: ['quarterdeck://about'] }).then(() => 'stayed', () => 'ended');
  expect(again).toBe('ended');
  await expect.poll(() => new URL(desk.page.url()).pathname).toBe('/about');
});

test('C9: a deep link at the start leads to its screen', async ({ launch }) => {
  const desk = await launch({ parameters: ['quarterdeck://connections'] });
  await expect.poll(() => new URL(desk.page.url()).pathname).toBe('/connections');
});
