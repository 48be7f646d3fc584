import type { KeyObject } from 'node:crypto';
import type { UpdatesOff } from '#shared/ipc.ts';
import { updateKey } from './signed-manifest.ts';

/** What decides whether this console looks for updates itself. */
export type UpdateFacts = {
  allowedByPolicy: boolean;
  packaged: boolean;
  platform: NodeJS.Platform;
  /** Linux: an AppImage; a package of the system is brought up to date with the system. */
  appImage: boolean;
  /** Windows: whether the installation names in whose name updates must be signed. */
  publisherPinned: boolean;
  /** Compiled in; empty in a build without updates. */
  feed: string;
  key: string;
};

export type UpdateSource = { feed: URL; key: KeyObject };

/** C8: where updates come from and whose signature they need, or why there are none. */
export function updateSource(facts: UpdateFacts): UpdateSource | { off: UpdatesOff } {
  if (!facts.allowedByPolicy) return { off: 'policy' };
  if (!facts.packaged || facts.feed === '' || facts.key === '') return { off: 'build' };
  if (facts.platform === 'linux' && !facts.appImage) return { off: 'packages' };
  if (facts.platform === 'win32' && !facts.publisherPinned) return { off: 'unsigned' };
  const feed = new URL(facts.feed.endsWith('/') ? facts.feed : `${facts.feed}/`);
  if (feed.protocol !== 'https:' && feed.hostname !== '127.0.0.1') return { off: 'build' };
  return { feed, key: updateKey(facts.key) };
}
