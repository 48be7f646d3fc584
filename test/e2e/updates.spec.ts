import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { manifestName, writeUpdateManifest } from '../../scripts/package/update-manifest.ts';
import { expect, test, type RunningConsole } from '../support/electron.ts';

const elsewhere = process.platform !== 'linux';
test.skip(elsewhere, 'only Linux takes an update that is not signed by a certificate of its platform');

type Feed = { folder: string; url: string; key: string; asked: string[]; publish(version: string, signedBy?: string): Promise<void>; server: Server };

const pemOf = (): { privateKey: string; publicKey: string } => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string, publicKey: Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url').toString('base64') };
};

const feeds: Feed[] = [];
test.afterEach(async () => {
  for (const { server } of feeds.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** A feed on this computer, with an AppImage that only leaves a mark where it was started. */
async function openFeed(): Promise<Feed> {
  const folder = mkdtempSync(path.join(tmpdir(), 'quarterdeck-feed-'));
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const file = path.join(folder, path.basename(new URL(request.url ?? '/', 'http://feed').pathname));
    asked.push(path.basename(file));
    if (existsSync(file)) response.end(readFileSync(file));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { privateKey, publicKey } = pemOf();
  const feed: Feed = {
    folder, asked, server, key: publicKey, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async publish(version, signedBy = privateKey) {
      const file = path.join(folder, `Quarterdeck-${version}-linux-x86_64.AppImage`);
      writeFileSync(file, `#!/bin/sh\necho ${version} > "$APPIMAGE.started"\n`);
      await writeUpdateManifest(folder, [file], version, signedBy);
    },
  };
  feeds.push(feed);
  return feed;
}

/** What stands for the installed AppImage, and the variables with which a console that runs from its sources takes the feed. */
function installed({ url, key }: Feed): { appImage: string; cache: string; environment: Record<string, string> } {
  const folder = mkdtempSync(path.join(tmpdir(), 'quarterdeck-installed-'));
  const appImage = path.join(folder, 'Quarterdeck.AppImage');
  const cache = path.join(folder, 'cache');
  mkdirSync(cache);
  writeFileSync(appImage, 'the old version');
  chmodSync(appImage, 0o755);
  return { appImage, cache, environment: { APPIMAGE: appImage, XDG_CACHE_HOME: cache, QUARTERDECK_TEST_FEED: url, QUARTERDECK_TEST_FEED_KEY: key } };
}

/** Files that a refused update left behind. */
const leftIn = (cache: string): string[] => readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.AppImage'));

const toAbout = (desk: RunningConsole): Promise<boolean> => desk.app.evaluate(({ app }) => app.emit('second-instance', {}, ['quarterdeck', 'quarterdeck://about'], '/', {}));

test('C8: a signed update is found, fetched and installed when the console closes', async ({ launch }) => {
  const feed = await openFeed();
  await feed.publish('9.9.9');
  const { appImage, environment } = installed(feed);
  const desk = await launch({ environment });
  await desk.online();
  await toAbout(desk);
  await desk.page.getByRole('button', { name: 'Look for an update' }).click();
  await expect(desk.page.getByText('Version 9.9.9 is there.')).toBeVisible();
  await desk.page.getByRole('button', { name: 'Download it' }).click();
  await expect(desk.page.getByText('Version 9.9.9 is ready.')).toBeVisible();
  await desk.picture('update-ready');
  expect(readFileSync(appImage, 'utf8')).toBe('the old version');
  const closed = desk.app.waitForEvent('close');
  await desk.page.getByRole('button', { name: 'Close and install' }).click();
  await closed;
  await expect.poll(() => existsSync(`${appImage}.started`)).toBe(true);
  expect(readFileSync(`${appImage}.started`, 'utf8')).toBe('9.9.9\n');
});

const attacks: [string, (feed: Feed) => Promise<void>][] = [
  ['without a signature', async (feed) => {
    await feed.publish('9.9.9');
    writeFileSync(path.join(feed.folder, `${manifestName()}.sig`), '');
  }],
  ['signed with another key', async (feed) => feed.publish('9.9.9', pemOf().privateKey)],
  ['whose manifest was changed afterwards', async (feed) => {
    await feed.publish('0.0.1');
    const file = path.join(feed.folder, manifestName());
    writeFileSync(file, readFileSync(file, 'utf8').replace('"0.0.1"', '"9.9.9"'));
  }],
];
for (const [what, attack] of attacks) {
  test(`C8: an update ${what} is refused before anything is fetched, and it is said`, async ({ launch }) => {
    const feed = await openFeed();
    await attack(feed);
    const { appImage, cache, environment } = installed(feed);
    const desk = await launch({ environment });
    expect(await desk.call('updates.check', null)).toEqual({ state: 'failed', why: 'refused' });
    expect(await desk.call('updates.download', null)).toEqual({ state: 'failed', why: 'refused' });
    await toAbout(desk);
    await expect(desk.page.getByText('The update was refused')).toBeVisible();
    expect(feed.asked.filter((name) => name.endsWith('.AppImage'))).toEqual([]);
    await desk.close();
    expect(readFileSync(appImage, 'utf8')).toBe('the old version');
    expect(leftIn(cache)).toEqual([]);
  });
}

test('C8: an update whose file was changed after it was signed is thrown away', async ({ launch }) => {
  const feed = await openFeed();
  await feed.publish('9.9.9');
  const file = readdirSync(feed.folder).find((name) => name.endsWith('.AppImage'))!;
  writeFileSync(path.join(feed.folder, file), readFileSync(path.join(feed.folder, file), 'utf8').replace('echo', 'eval'));
  const { appImage, cache, environment } = installed(feed);
  const desk = await launch({ environment });
  expect(await desk.call('updates.check', null)).toEqual({ state: 'available', version: '9.9.9' });
  expect(await desk.call('updates.download', null)).toEqual({ state: 'failed', why: 'refused' });
  await desk.close();
  expect(readFileSync(appImage, 'utf8')).toBe('the old version');
  expect(existsSync(`${appImage}.started`)).toBe(false);
  expect(leftIn(cache)).toEqual([]);
});

test('C8: an older signed version is no update, and a feed that does not answer is not taken for a refusal', async ({ launch }) => {
  const feed = await openFeed();
  await feed.publish('0.0.1');
  const desk = await launch({ environment: installed(feed).environment });
  expect(await desk.call('updates.check', null)).toEqual({ state: 'current' });
  await new Promise((resolve) => feed.server.close(resolve));
  feed.server.closeAllConnections();
  expect(await desk.call('updates.check', null)).toEqual({ state: 'failed', why: 'unreachable' });
});

test('C8: updates are off in development and by policy, without a button', async ({ launch }) => {
  const feed = await openFeed();
  await feed.publish('9.9.9');
  const plain = await launch();
  expect(await plain.call('updates.state', null)).toEqual({ state: 'off', why: 'build' });
  await plain.close();
  const policy = path.join(feed.folder, 'policy.json');
  writeFileSync(policy, JSON.stringify({ version: 1, updates: false }));
  const held = await launch({ environment: { ...installed(feed).environment, QUARTERDECK_POLICY: policy } });
  expect(await held.call('updates.state', null)).toEqual({ state: 'off', why: 'policy' });
  expect(await held.page.evaluate(() => window.quarterdeck.call('updates.check', null))).toMatchObject({ ok: false, error: { code: 'not_allowed', reason: 'set_by_policy' } });
  await toAbout(held);
  await expect(held.page.getByText('Your organization’s policy switches updates off.')).toBeVisible();
  await expect(held.page.getByRole('button', { name: 'Look for an update' })).toHaveCount(0);
  expect(feed.asked).toEqual([]);
});
