import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { operations } from '#shared/contract/index.ts';
import { nativeCallIds } from '#shared/ipc.ts';
import { expect, test } from '../support/electron.ts';

/** C1, C15: a page that was taken over tries everything on every channel. */

const operationIds = Object.keys(operations);
const onWindows = process.platform === 'win32';
const id = '01990000-0000-7000-8000-000000000001';

/** Fields that the operations and calls have, so that a forged value gets as deep as it can. */
const fields = ['id', 'planId', 'handle', 'q', 'limit', 'cursor', 'filter', 'settings', 'overrides', 'url', 'text', 'input', 'rows', 'content', 'hash', 'grids', 'mappings', 'name'];

test('C1, C15: every operation and every call refuses what is not plain, and main stays what it was', async ({ desk }) => {
  test.setTimeout(240_000);
  await desk.online();
  await desk.saveAs(null);
  const before = await desk.app.evaluate(() => process.memoryUsage().rss);
  const outcome = await desk.page.evaluate(async ({ operationIds: apis, nativeCallIds: calls, fields: names }) => {
    type Answer = { ok: boolean; error?: { code: string } };
    const bridge = window.quarterdeck as unknown as Record<'api' | 'call', (id: unknown, input?: unknown) => Promise<Answer>>;
    const cyclic: Record<string, unknown> = {};
    cyclic['id'] = cyclic;
    const deep = JSON.parse('['.repeat(500) + ']'.repeat(500)) as unknown;
    const wide = (depth: number): unknown => {
      let value: unknown = 0;
      for (let level = 0; level < depth; level += 1) value = Array.from({ length: 10 }, () => value);
      return value;
    };
    const whole: [string, () => unknown][] = [
      ['cyclic', () => cyclic],
      ['constructor key', () => ({ constructor: { prototype: { polluted: 1 } } })],
      ['prototype key', () => ({ prototype: { polluted: 1 } })],
      ['10 MB of text', () => 'x'.repeat(10_000_000)],
      ['many names', () => Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`name${index}`, 1]))],
      ['a map', () => new Map([['id', 1]])],
      ['bytes', () => new Uint8Array(1_000)],
      ['an error', () => new Error('x')],
      ['a big integer', () => 10n],
      ['deep', () => deep],
      ['a list of lists of lists', () => wide(4)],
      ['a sparse list', () => Object.assign([], { length: 20_000 })],
      ['text', () => 'id'],
      ['a list', () => [1, 2]],
      ['false', () => false],
      ['not a number', () => Number.NaN],
    ];
    const values: unknown[] = [cyclic, { constructor: 1 }, 'a\u0000b', '../../etc/passwd', new Date(), /x/u, -1, 1e308, [[]], { $gt: '' }, '__proto__'];
    const found: string[] = [];
    const tally: Record<string, number> = {};
    const attempt = async (channel: 'api' | 'call', name: string, what: string, input: unknown): Promise<void> => {
      let code: string;
      try {
        const silence = new Promise<null>((resolve) => setTimeout(() => resolve(null), 20_000));
        const answer = await Promise.race([bridge[channel](name, input), silence]);
        code = answer === null ? 'no answer' : answer.ok ? 'answered' : answer.error!.code;
      } catch {
        // The bridge itself cannot carry such a value; main was never asked.
        code = 'not carried';
      }
      tally[code] = (tally[code] ?? 0) + 1;
      if (code === 'internal' || code === 'no answer' || (code === 'answered' && what !== 'field')) found.push(`${channel} ${name} ${what}: ${code}`);
    };
    // Unknown names are left out, and some operations need no others.
    const harmless = new Set(['many names']);
    for (const [channel, all] of [['api', apis], ['call', calls]] as const) {
      for (const name of all) {
        for (const [what, make] of whole) {
          // Ten megabytes take their time on the way; a tenth of the names shows as much as all of them.
          if (what === '10 MB of text' && (all as readonly string[]).indexOf(name) % 10 !== 0) continue;
          await attempt(channel, name, harmless.has(what) ? 'field' : what, make());
        }
        await Promise.all(values.map((value, index) => attempt(channel, name, 'field', Object.fromEntries(names.map((field, at) => [field, at % 3 === index % 3 ? value : 'x'])))));
      }
      for (const name of ['__proto__', 'constructor', 'toString', '', 'a'.repeat(1_000_000), null, undefined, 7, {}, [], { toString: 'x', valueOf: 'y' }, ['users.list']]) await attempt(channel, name as string, 'name', {});
    }
    return { found, tally, polluted: 'polluted' in {} };
  }, { operationIds, nativeCallIds: [...nativeCallIds].filter((each) => each !== 'files.choose'), fields });
  expect(outcome.found).toEqual([]);
  expect(outcome.polluted).toBe(false);
  expect(Object.keys(outcome.tally).filter((code) => !['answered', 'not carried', 'invalid_input', 'not_allowed', 'not_found', 'too_large', 'conflict', 'unreachable'].includes(code))).toEqual([]);
  expect(await desk.app.evaluate(() => 'polluted' in {})).toBe(false);
  const after = await desk.app.evaluate(() => process.memoryUsage().rss);
  expect((after - before) / 1_048_576).toBeLessThan(300);
  await desk.online();
  expect(await desk.call('tasks.list', null)).toEqual([]);
});

test('C15, C16: only files that the person chose can be named, and unknown ids come to nothing', async ({ desk }) => {
  await desk.online();
  await desk.saveAs(null);
  const handle = 'A'.repeat(24);
  const settings = { format: 'csv', encoding: 'utf-8', delimiter: ',', headerRow: true, mapping: [], skipBlankRows: false, skipDuplicateRows: false, repairMojibake: false, realign: [], setAsideLines: [] } as const;
  const answers = await desk.page.evaluate(async ({ handle: unknown, id: nobody, settings: own }) => {
    const bridge = window.quarterdeck as unknown as Record<'api' | 'call', (name: string, input: unknown) => Promise<{ ok: boolean; error?: { code: string } }>>;
    const uuid = '6f2c2b1e-0000-4000-8000-000000000001';
    const attempts: ['api' | 'call', string, unknown][] = [
      ['call', 'files.inspect', { handle: unknown, overrides: {}, lastRowCount: null }], ['call', 'imports.start', { handle: unknown, settings: own, mode: 'upsert', options: {} }],
      ['call', 'imports.add', { planId: nobody, handle: unknown, settings: own }], ['call', 'plans.openFile', { handle: unknown }], ['call', 'imports.saveRejected', { planId: nobody }],
      ['call', 'plans.saveFile', { planId: nobody }], ['call', 'plans.apply', { id: nobody, hash: 'a'.repeat(64) }], ['call', 'app.revealSaved', { taskId: uuid }], ['call', 'tasks.cancel', { id: uuid }],
      ['call', 'tasks.dismiss', { id: uuid }], ['call', 'connections.remove', { id: uuid }], ['call', 'connections.remove', { id: 'local' }], ['call', 'connections.select', { id: uuid }],
      ['call', 'connections.update', { id: uuid, caHandle: unknown }], ['api', 'users.get', { id: nobody }], ['api', 'plans.get', { id: nobody }],
    ];
    return Promise.all(attempts.map(async ([channel, name, input]) => {
      const answer = await bridge[channel](name, input);
      return `${name}: ${answer.ok ? 'answered' : answer.error!.code}`;
    }));
  }, { handle, id, settings });
  expect(answers.filter((answer) => !/: (?:not_found|invalid_input|not_allowed|conflict)$/u.test(answer))).toEqual(['plans.saveFile: answered']);
});

test('C15, M4: what stands where a dropped file should is refused by main, whatever the page says of it', async ({ desk }) => {
  test.skip(onWindows, 'Windows has no such devices in its file system');
  await desk.online();
  const link = path.join(desk.userData, 'link.csv');
  symlinkSync('/dev/zero', link);
  const long = path.join(desk.userData, `${'x'.repeat(300)}.csv`);
  writeFileSync(path.join(desk.userData, 'good.csv'), 'a,b\n');
  const codes = await desk.app.evaluate(async ({ BrowserWindow, ipcMain }, paths) => {
    // Electron keeps the handlers of a channel here.
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (...parameters: unknown[]) => Promise<{ ok: boolean; error?: { code: string } }>> })._invokeHandlers;
    const contents = BrowserWindow.getAllWindows()[0]!.webContents;
    const event = { sender: contents, senderFrame: contents.mainFrame };
    const drop = async (file: unknown, purpose: unknown) => {
      const answer = await handlers.get('quarterdeck:drop')!(event, file, purpose);
      return answer.ok ? 'answered' : answer.error!.code;
    };
    return Promise.all([...paths.map((file) => drop(file, 'people')), drop('a\0b', 'people'), drop(7, 'people'), drop(['x'], 'people'), drop({ path: 'x' }, 'people'), drop(paths[0], '__proto__'), drop('x'.repeat(10_000_000), 'people')]);
  }, ['/dev/zero', link, desk.userData, path.join(desk.userData, 'nothing'), long]);
  expect(codes.filter((code) => !['invalid_input', 'not_found', 'not_allowed'].includes(code))).toEqual([]);
});

test('C15.17: a subframe, a frame that is gone and a page that has left call nothing', async ({ desk }) => {
  await desk.online();
  const answers = await desk.app.evaluate(async ({ BrowserWindow, ipcMain }) => {
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (...parameters: unknown[]) => Promise<{ ok: boolean; error?: { code: string } }>> })._invokeHandlers;
    const contents = BrowserWindow.getAllWindows()[0]!.webContents;
    await contents.executeJavaScript("new Promise((done) => { const frame = document.createElement('iframe'); frame.onload = () => done(null); frame.src = 'about:blank'; document.body.append(frame); setTimeout(() => done(null), 1_000); })");
    const subframe = contents.mainFrame.frames[0] ?? null;
    const gone = new BrowserWindow({ show: false });
    await gone.loadURL('about:blank');
    const [goneContents, goneFrame] = [gone.webContents, gone.webContents.mainFrame];
    gone.destroy();
    const events: Record<string, unknown> = {
      subframe: { sender: contents, senderFrame: subframe },
      'destroyed frame': { sender: contents, senderFrame: goneFrame },
      'destroyed window': { sender: goneContents, senderFrame: goneFrame },
      'no sender': { sender: null, senderFrame: null },
      'a lookalike': { sender: contents, senderFrame: { url: 'app://quarterdeck/', origin: 'app://quarterdeck' } },
      'another origin': { sender: contents, senderFrame: { url: 'https://example.com/', origin: 'https://example.com' } },
    };
    const codes: string[] = [];
    for (const [name, event] of Object.entries(events)) {
      for (const channel of ['quarterdeck:api', 'quarterdeck:call', 'quarterdeck:drop']) {
        const answer = await handlers.get(channel)!(event, channel.endsWith('drop') ? '/etc/passwd' : 'session.get', channel.endsWith('drop') ? 'people' : {}).catch((error: unknown) => ({ ok: false, error: { code: `thrown: ${String(error)}` } }));
        codes.push(`${name} ${channel}: ${answer.ok ? 'answered' : answer.error!.code}`);
      }
    }
    return { codes, subframe: subframe !== null };
  });
  expect(answers.subframe).toBe(true);
  expect(answers.codes.length).toBe(18);
  expect(answers.codes.filter((answer) => !answer.endsWith(': not_allowed'))).toEqual([]);
});
