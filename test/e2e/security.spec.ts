import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, launchConsole, test, type RunningConsole } from '../support/electron.ts';

/**
 * C15: the twenty items of Electron's security checklist (https://www.electronjs.org/docs/latest/tutorial/security), each
 * on the running application.
 */
let desk: RunningConsole;
const root = path.resolve(import.meta.dirname, '..', '..');

test.beforeAll(async () => {
  desk = await launchConsole({ preferences: { language: 'en', theme: 'light' } });
  await desk.online();
});
test.afterAll(() => desk.close());

type Preferences = Record<string, unknown>;
const webPreferences = (app: ElectronApplication): Promise<Preferences> => app.evaluate(({ webContents }) => {
  const contents = webContents.getAllWebContents().find((each) => each.getType() === 'window')!;
  return (contents as unknown as { getLastWebPreferences(): Preferences }).getLastWebPreferences();
});

/** Runs in the page; the bridge and the page itself must survive. */
const inPage = <Answer>(script: () => Answer | Promise<Answer>): Promise<Answer> => desk.page.evaluate(script);

test('C15.1: only secure content: the page comes from the custom protocol alone and can load nothing from elsewhere', async () => {
  expect(desk.page.url()).toMatch(/^app:\/\/quarterdeck\//);
  expect(await inPage(() => window.isSecureContext)).toBe(true);
  const loaded = await inPage(() => [...document.querySelectorAll('script, link, img')].map((part) => (part instanceof HTMLLinkElement ? part.href : (part as HTMLScriptElement | HTMLImageElement).src)));
  expect(loaded.length).toBeGreaterThan(0);
  expect(loaded.filter((name) => !name.startsWith('app://quarterdeck/') && !name.startsWith('data:image/'))).toEqual([]);
  const reached = await inPage(() => Promise.allSettled(['http://127.0.0.1/', 'https://example.com/', 'app://quarterdeck/', 'file:///etc/passwd'].map((address) => fetch(address))).then((all) => all.map(({ status }) => status)));
  expect(reached).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
});

test('C15.2: no Node in the page, its workers or its frames', async () => {
  expect(await webPreferences(desk.app)).toMatchObject({ nodeIntegration: false, nodeIntegrationInSubFrames: false });
  expect((await webPreferences(desk.app))['nodeIntegrationInWorker'] ?? false).toBe(false);
  expect(await inPage(() => ['require', 'process', 'module', 'Buffer', 'global', '__dirname'].filter((name) => name in globalThis))).toEqual([]);
});

test('C15.3: context isolation: the page cannot reach into the bridge', async () => {
  expect(await webPreferences(desk.app)).toMatchObject({ contextIsolation: true });
  const after = await inPage(async () => {
    const own = { push: Array.prototype.push, get: Map.prototype.get };
    const stolen: unknown[] = [];
    Array.prototype.push = function steal(...items: unknown[]) { stolen[stolen.length] = items; return own.push.apply(this, items); };
    Map.prototype.get = function steal(key: unknown) { stolen[stolen.length] = key; return own.get.call(this, key) as unknown; };
    const answer = await window.quarterdeck.call('tasks.list', null);
    const seen = JSON.stringify(stolen);
    Object.assign(Array.prototype, { push: own.push });
    Object.assign(Map.prototype, { get: own.get });
    return { answer, bridgeSeen: seen.includes('quarterdeck:') };
  });
  expect(after).toEqual({ answer: { ok: true, data: [] }, bridgeSeen: false });
  expect(await inPage(() => Object.isFrozen(window.quarterdeck) || !Reflect.set(window, 'quarterdeck', 1))).toBe(true);
});

test('C15.4: the page runs in the sandbox', async () => {
  expect(await webPreferences(desk.app)).toMatchObject({ sandbox: true });
  if (process.getuid?.() !== 0) {
    const sandboxed = await desk.app.evaluate(({ app }) => app.getAppMetrics().filter(({ type }) => type === 'Tab').map(({ sandboxed: own }) => own));
    expect(sandboxed.every((own) => own !== false)).toBe(true);
  }
});

test('C15.5: every permission request is denied', async () => {
  const answers = await inPage(async () => {
    const asked = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'persistent-storage', 'midi'] as PermissionName[];
    const states = await Promise.all(asked.map((name) => navigator.permissions.query({ name }).then(({ state }) => state, () => 'denied')));
    const media = await navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'granted', () => 'denied');
    const screen = await navigator.mediaDevices.getDisplayMedia({ video: true }).then(() => 'granted', () => 'denied');
    const notification = await Notification.requestPermission();
    const place = await new Promise<string>((resolve) => navigator.geolocation.getCurrentPosition(() => resolve('granted'), () => resolve('denied')));
    return [...states, media, screen, notification, place];
  });
  expect(new Set(answers)).toEqual(new Set(['denied']));
});

test('C15.6: web security is on', async () => {
  expect(await webPreferences(desk.app)).toMatchObject({ webSecurity: true });
});

test('C15.7: the content security policy has no unsafe source and holds', async () => {
  const policies = await desk.app.evaluate(async ({ session }) => {
    const answer = await session.defaultSession.fetch('app://quarterdeck/');
    return answer.headers.get('content-security-policy');
  });
  expect(policies).toContain("default-src 'none'");
  expect(policies).not.toMatch(/unsafe|\*|https?:/);
  const held = await inPage(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.head.append(script);
    const style = document.createElement('style');
    style.textContent = 'body { --injected: 1 }';
    document.head.append(style);
    const image = document.createElement('img');
    const handler = new Promise<string>((resolve) => {
      image.setAttribute('onerror', 'window.injected = true');
      image.addEventListener('error', () => setTimeout(() => resolve('done'), 50));
    });
    image.src = 'app://quarterdeck/missing.png';
    document.body.append(image);
    await handler;
    let evaluated = false;
    try {
      evaluated = typeof (Reflect.get(window, 'eval') as (code: string) => unknown)('1') === 'number';
    } catch {
      // Refused, as it should be.
    }
    return { injected: 'injected' in window, styled: getComputedStyle(document.body).getPropertyValue('--injected'), evaluated };
  });
  expect(held).toEqual({ injected: false, styled: '', evaluated: false });
});

test('C15.8: insecure content is not allowed to run', async () => {
  expect((await webPreferences(desk.app))['allowRunningInsecureContent']).toBe(false);
});

test('C15.9: experimental features are off', async () => {
  expect((await webPreferences(desk.app))['experimentalFeatures']).toBe(false);
});

test('C15.10: no Blink features are switched on', async () => {
  const { enableBlinkFeatures = '' } = await webPreferences(desk.app);
  expect(enableBlinkFeatures).toBe('');
  expect(await desk.app.evaluate(({ app }) => app.commandLine.getSwitchValue('enable-blink-features'))).toBe('');
});

test('C15.11, C15.12: webviews do not exist, and one that is attached all the same is refused', async () => {
  expect((await webPreferences(desk.app))['webviewTag']).toBe(false);
  const made = await inPage(async () => {
    const view = document.createElement('webview');
    view.setAttribute('src', 'https://example.com/');
    view.setAttribute('allowpopups', '');
    document.body.append(view);
    await new Promise((resolve) => setTimeout(resolve, 200));
    return view.constructor.name;
  });
  expect(made).toBe('HTMLElement');
  expect(await desk.app.evaluate(({ webContents }) => webContents.getAllWebContents().filter((each) => each.getType() === 'webview').length)).toBe(0);
  const prevented = await desk.app.evaluate(({ BrowserWindow }) => {
    let refused = false;
    BrowserWindow.getAllWindows()[0]!.webContents.emit('will-attach-webview', { preventDefault: () => (refused = true) }, {}, {});
    return refused;
  });
  expect(prevented).toBe(true);
});

test('C15.13: navigation elsewhere, redirects and frames are refused', async () => {
  for (const address of ['https://example.com/', 'file:///etc/passwd', 'about:blank', 'data:text/html,<b>x', 'app://elsewhere/', 'javascript:document.title="x"']) {
    await desk.page.evaluate((target) => { location.href = target; }, address).catch(() => undefined);
    await desk.page.waitForTimeout(150);
    await expect.poll(() => desk.page.url()).toMatch(/^app:\/\/quarterdeck\//);
  }
  const framed = await inPage(async () => {
    const frame = document.createElement('iframe');
    frame.src = 'https://example.com/';
    document.body.append(frame);
    await new Promise((resolve) => setTimeout(resolve, 300));
    try {
      return 'quarterdeck' in frame.contentWindow!;
    } catch {
      // The frame shows an error page of another origin.
      return false;
    }
  });
  expect(framed).toBe(false);
  const redirect = await desk.app.evaluate(({ BrowserWindow }) => {
    let refused = false;
    BrowserWindow.getAllWindows()[0]!.webContents.emit('will-redirect', { preventDefault: () => (refused = true) });
    return refused;
  });
  expect(redirect).toBe(true);
});

test('C15.13: a refused navigation leaves the page as it was: it still hears what main tells', async () => {
  await desk.page.evaluate(() => { location.href = 'https://example.com/'; }).catch(() => undefined);
  await desk.page.waitForTimeout(200);
  const heard = await inPage(() => new Promise<boolean>((resolve) => {
    window.quarterdeck.on('preferences', () => resolve(true));
    void window.quarterdeck.call('preferences.set', { density: 'comfortable' });
    setTimeout(() => resolve(false), 5_000);
  }));
  expect(heard).toBe(true);
});

test('C15.14: new windows are refused', async () => {
  const opened = await inPage(() => [window.open('https://example.com/'), window.open('about:blank'), window.open('app://quarterdeck/')].map((made) => made === null));
  expect(opened).toEqual([true, true, true]);
  await inPage(() => {
    const link = document.createElement('a');
    link.href = 'https://example.com/';
    link.target = '_blank';
    document.body.append(link);
    link.click();
  });
  expect(await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('C15.15: openExternal is for https only', async () => {
  await desk.app.evaluate(({ shell }) => {
    const opened: string[] = [];
    (globalThis as { opened?: string[] }).opened = opened;
    shell.openExternal = (address: string) => Promise.resolve(void opened.push(address));
  });
  const addresses = ['http://example.com/', 'file:///etc/passwd', 'javascript:alert(1)', 'smb://host/x', 'https://user:secret@example.com/', 'https://example.com/docs'];
  const answers = await desk.page.evaluate((all) => Promise.all(all.map((url) => window.quarterdeck.call('app.openExternal', { url }).then(({ ok }) => ok))), addresses);
  expect(answers).toEqual([false, false, false, false, false, true]);
  expect(await desk.app.evaluate(() => (globalThis as { opened?: string[] }).opened)).toEqual(['https://example.com/docs']);
});

test('C15.16: the Electron that is shipped is a current one, and the console says which one it runs on', async () => {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { devDependencies: { electron: string } };
  expect(Number(manifest.devDependencies.electron.split('.')[0])).toBeGreaterThanOrEqual(45);
  const info = await desk.call('app.info', null);
  expect(info.runtime).toBe(info.electron.split('.')[0] === manifest.devDependencies.electron.split('.')[0] ? 'official' : 'fallback');
});

test('C15.17: messages from other windows, subframes, about:blank and frames that are gone are refused', async () => {
  const answers = await desk.app.evaluate(async ({ BrowserWindow, ipcMain }) => {
    const own = BrowserWindow.getAllWindows()[0]!.webContents;
    const other = new BrowserWindow({ show: false });
    await other.loadURL('about:blank');
    // Electron keeps the handlers of a channel here.
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (...parameters: unknown[]) => Promise<unknown>> })._invokeHandlers;
    const frame = (url: string, origin: string) => ({ url, origin, parent: null });
    const events = {
      trusted: { sender: own, senderFrame: own.mainFrame },
      gone: { sender: own, senderFrame: null },
      otherWindow: { sender: other.webContents, senderFrame: other.webContents.mainFrame },
      otherFrame: { sender: own, senderFrame: other.webContents.mainFrame },
      forged: { sender: own, senderFrame: frame('app://quarterdeck/', 'app://quarterdeck') },
      blank: { sender: own, senderFrame: frame('about:blank', 'null') },
    };
    const result: Record<string, unknown> = {};
    for (const [name, event] of Object.entries(events)) {
      for (const channel of ['quarterdeck:call', 'quarterdeck:api', 'quarterdeck:drop']) {
        const input = channel === 'quarterdeck:drop' ? ['/etc/passwd', 'people'] : channel === 'quarterdeck:api' ? ['session.get', {}] : ['tasks.list', null];
        const answer = (await handlers.get(channel)!(event, ...input)) as { ok: boolean; error?: { code: string } };
        result[`${name} ${channel}`] = answer.ok ? 'answered' : answer.error!.code;
      }
    }
    other.destroy();
    return result;
  });
  const refused = Object.entries(answers).filter(([name]) => !name.startsWith('trusted'));
  expect(refused.length).toBe(15);
  expect(new Set(refused.map(([, answer]) => answer))).toEqual(new Set(['not_allowed']));
  expect(Object.entries(answers).filter(([name]) => name.startsWith('trusted')).map(([, answer]) => answer)).toEqual(['answered', 'answered', 'answered']);
});

test('C15.18: the custom protocol serves its fixed list and never a file beside it', async () => {
  const statuses = await desk.app.evaluate(async ({ session }) => {
    const addresses = ['app://quarterdeck/', 'app://quarterdeck/../main/index.js', 'app://quarterdeck/..%2fmain%2findex.js', 'app://quarterdeck/%2e%2e/package.json', 'app://quarterdeck//etc/passwd', 'app://quarterdeck/assets/..%5c..%5cpackage.json', 'app://elsewhere/index.html'];
    return Promise.all(addresses.map((address) => session.defaultSession.fetch(address).then(({ status }) => status, () => 0)));
  });
  expect(statuses[0]).toBe(200);
  expect(statuses.slice(1).filter((status) => status < 400 && status !== 0)).toEqual([]);
  const types = await desk.app.evaluate(async ({ session }) => {
    const page = await (await session.defaultSession.fetch('app://quarterdeck/')).text();
    const script = /src="([^"]+\.js)"/.exec(page)![1]!;
    const answer = await session.defaultSession.fetch(new URL(script, 'app://quarterdeck/').href);
    return [answer.headers.get('content-type'), answer.headers.get('x-content-type-options')];
  });
  expect(types).toEqual(['text/javascript; charset=utf-8', 'nosniff']);
});

test('C15.20: nothing of Electron reaches the page: the bridge hands out no event, channel or function of it', async () => {
  const found = await inPage(() => {
    let heard = (_all: unknown[]): void => undefined;
    const told = new Promise<unknown[]>((resolve) => (heard = resolve));
    const stop = window.quarterdeck.on('preferences', (...all: unknown[]) => heard(all));
    return window.quarterdeck.call('preferences.set', { density: 'compact' }).then(async () => {
      const given = await told;
      const stopped: unknown = stop();
      return { parameters: given.length, keys: Object.keys(given[0] as object).includes('sender'), stopped: stopped === undefined };
    });
  });
  expect(found).toEqual({ parameters: 1, keys: false, stopped: true });
});
