import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../../support/electron.ts';
import { madeFolder } from '../../support/made-folder.ts';
import { startStandaloneServer } from '../../support/standalone-server.ts';
import { saw } from '../drill.ts';

/** C3, M10: secrets that went through the console, looked for in every byte that it, its server and their crashes left on disk. */

const secrets = {
  'password of a person in a file': 'Canary-Cell-7f3a91-Password',
  'password of a rejected row': 'Canary-Rejected-7f3a91-Password',
  'password typed at the hold': 'Canary-Hold-7f3a91-Password',
  'password of the first administrator': 'Canary-Setup-7f3a91-Password',
  'password that is too short to be taken': 'Canary-No',
};

/** A secret as it may stand in memory that was written out: as UTF-8, as UTF-16, and in base64 at any place of a text. */
function shapesOf(secret: string): Map<string, Buffer> {
  const base64 = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]).toString('base64').replace(/=+$/u, '');
    // The characters at both ends are made with neighbours that are not known.
    return text.slice(before === 0 ? 0 : before + 1, -2);
  });
  return new Map([
    ['UTF-8', Buffer.from(secret)], ['UTF-16', Buffer.from(secret, 'utf16le')],
    ...base64.map((text, index): [string, Buffer] => [`base64 at ${index}`, Buffer.from(text)]),
  ]);
}

function placesOf(name: string, secret: string, folders: readonly string[]): string[] {
  const shapes = shapesOf(secret);
  return folders.flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const content = readFileSync(file);
      return [...shapes].filter(([, shape]) => content.includes(shape)).map(([shape]) => `${name} as ${shape} in ${path.relative(folder, file)}`);
    }));
}

test('C3, M10: no token and no password stands anywhere on disk, also after every process has crashed', async ({ launch }) => {
  const temporary = madeFolder('temporary');
  const input = madeFolder('input');
  const environment = { TMPDIR: temporary, DBUS_SESSION_BUS_ADDRESS: 'disabled:' };
  const server = await startStandaloneServer();
  const desk = await launch({ environment });
  await desk.online();
  const { id } = await desk.call('connections.add', { name: 'Acme', url: server.url, colour: '#aa3355', environment: '', credential: { kind: 'setup', link: server.setupLink, username: 'anna', email: 'anna@example.com', password: secrets['password of the first administrator'] } });
  await desk.call('connections.select', { id });
  await desk.online();
  const { token } = await desk.api('tokens.create', { name: 'console', expiresAt: new Date(Date.now() + 86_400_000).toISOString() });
  await desk.call('connections.update', { id, token });
  await desk.online();

  const file = path.join(input, 'people.csv');
  writeFileSync(file, `Username,Email,Password\nbela,bela@example.org,${secrets['password of a person in a file']}\ncara,no address,${secrets['password of a rejected row']}\ndora,dora@example.org,${secrets['password that is too short to be taken']}\n`);
  await desk.chooseFile(file);
  const { handle } = (await desk.call('files.choose', { purpose: 'people' }))!;
  const { settings } = await desk.call('files.inspect', { handle, overrides: {}, lastRowCount: null });
  const made = await desk.taskEnded((await desk.call('imports.start', { handle, settings, mode: 'upsert', options: {} })).taskId);
  const plan = await desk.api('plans.get', { id: made.planId! });
  const confirmation = { count: 1, password: secrets['password typed at the hold'] };
  await desk.page.evaluate((given) => window.quarterdeck.call('plans.apply', given as never), { id: plan.id, hash: plan.hash!, confirmation });
  const apply = await desk.call('plans.apply', { id: plan.id, hash: plan.hash! }).catch(() => null);
  if (apply !== null) await desk.taskEnded(apply.taskId);
  await desk.taskEnded((await desk.call('tasks.list', null))[0]!.id);

  const all = await desk.processes();
  for (const { name, pid } of all.filter(({ name: each }) => each !== 'Browser')) {
    saw(`crashed: ${name}`);
    process.kill(pid, 'SIGSEGV');
  }
  process.kill(desk.app.process().pid!, 'SIGABRT');
  await desk.app.close().catch(() => undefined);
  const folders = [desk.userData, temporary, server.folder];
  const found = Object.entries({ ...secrets, 'token of the connection': token }).flatMap(([name, secret]) => placesOf(name, secret, folders));
  const files = folders.map((folder) => readdirSync(folder, { recursive: true }).length).reduce((sum, count) => sum + count, 0);
  saw(`looked through ${files} files for ${Object.keys(secrets).length + 1} secrets in five shapes`);
  await server.stop();
  // What is no secret is found, so the search does look where things are.
  expect(placesOf('address', 'bela@example.org', folders)).not.toEqual([]);
  expect(found).toEqual([]);
});
