import { createHash, createPrivateKey, sign } from 'node:crypto';
import { createReadStream, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/** What of the installers a console takes as an update: the AppImage, the Windows installer, the zip of macOS. */
const updatable = /\.(AppImage|exe|zip)$/;

async function sha512(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('base64');
}

/** The name under which a platform's console looks for its manifest, as electron-updater builds it. */
export function manifestName(platform: NodeJS.Platform = process.platform, architecture: string = process.arch): string {
  if (platform === 'darwin') return 'latest-mac.json';
  if (platform === 'win32') return 'latest.json';
  return architecture === 'x64' ? 'latest-linux.json' : `latest-linux-${architecture}.json`;
}

/**
 * Writes the manifest of an update and its detached Ed25519 signature into `folder` (C8), and answers their paths;
 * nothing when none of the files is an update. All of them, with the files, make the feed.
 */
export async function writeUpdateManifest(folder: string, files: string[], version: string, privateKey: string): Promise<string[]> {
  const updates = files.filter((file) => updatable.test(file));
  if (updates.length === 0) return [];
  const listed = [];
  for (const file of updates) listed.push({ url: path.basename(file), sha512: await sha512(file), size: statSync(file).size });
  const manifest = `${JSON.stringify({ version, files: listed, path: listed[0]?.url, sha512: listed[0]?.sha512, releaseDate: new Date().toISOString() }, null, 2)}\n`;
  const place = path.join(folder, manifestName());
  writeFileSync(place, manifest);
  writeFileSync(`${place}.sig`, `${sign(null, Buffer.from(manifest, 'utf8'), createPrivateKey(privateKey)).toString('base64')}\n`);
  return [place, `${place}.sig`];
}
