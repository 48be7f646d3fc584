import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Principal } from '../actor.ts';
import type { Change, Changes } from '../domains/audit/changes.ts';
import type { Announcement, Feed } from '../feed.ts';
import { hearsAnnouncement, hearsOfChange, touchesAccess } from './event-visibility.ts';

/** Entries read at a time. */
const page = 500;

export type EventStreamOptions = {
  response: ServerResponse;
  principal: Principal;
  feed: Feed;
  changes: Changes;
  /** The last entry that the listener has, as it says itself; undefined to begin now. */
  lastSeen: number | undefined;
  /** Entries that a listener may be behind; beyond it there is one `lost` instead of all of them. */
  buffer: number;
  heartbeat: number;
  /** The same principal with its present grants; undefined when the token no longer counts. */
  renew: () => Promise<Principal | undefined>;
  /** Ends the stream from outside. */
  signal: AbortSignal;
};

/**
 * Sends events until the listener goes away, the token ends, or the signal fires.
 *
 * - `change`, with the entry's number as id: something was changed.
 * - `lost`, with an id: too much has changed to tell one by one; read anew whatever is on screen.
 * - `plan.progress`, without id: how far a plan's job is.
 * - `ended`: the token no longer counts.
 */
export async function runEventStream(options: EventStreamOptions): Promise<void> {
  const { response, feed, changes, signal } = options;
  const state = { principal: options.principal, position: options.lastSeen ?? (await changes.head()), open: true };
  const wake = createBell();
  const unsubscribe = feed.subscribe((heard) => {
    if (heard.kind === 'committed') wake.ring();
    else announce(response, state.principal, heard.announcement);
  });
  const end = (): void => {
    state.open = false;
    wake.ring();
  };
  response.once('close', end);
  signal.addEventListener('abort', end, { once: true });
  const beats = setInterval(wake.ring, options.heartbeat);
  try {
    response.write('retry: 2000\n\n');
    let beat = Date.now();
    wake.ring();
    while (state.open) {
      await wake.rung();
      if (!state.open) break;
      const touched = await sendChanges(options, state);
      const due = Date.now() - beat >= options.heartbeat;
      if (!touched && !due) continue;
      const renewed = await options.renew();
      if (!renewed) return void response.write('event: ended\ndata: {}\n\n');
      state.principal = renewed;
      if (due) {
        beat = Date.now();
        response.write(': alive\n\n');
      }
    }
  } finally {
    clearInterval(beats);
    unsubscribe();
    signal.removeEventListener('abort', end);
    response.end();
  }
}

type State = { principal: Principal; position: number; open: boolean };

/** Sends what is new; answers whether some of it may have changed what the listener may hear. */
async function sendChanges({ response, changes, buffer }: EventStreamOptions, state: State): Promise<boolean> {
  const head = await changes.head();
  // A number from before a restored backup is as lost as one from too long ago.
  if (head - state.position > buffer || head < state.position) {
    state.position = head;
    await write(response, `id: ${head}\nevent: lost\ndata: {}\n\n`);
    return true;
  }
  let touched = false;
  while (state.open && state.position < head) {
    const found = await changes.after(state.position, page);
    if (found.length === 0) break;
    touched ||= found.some((change) => touchesAccess(state.principal, change));
    await write(response, found.filter((change) => hearsOfChange(state.principal, change)).map(changeEvent).join(''));
    state.position = found.at(-1)!.sequence;
  }
  return touched;
}

const changeEvent = ({ sequence, table, recordId, action }: Change): string =>
  `id: ${sequence}\nevent: change\ndata: ${JSON.stringify({ table, recordId, action, sequence })}\n\n`;

/** Progress is news of the moment: to a listener who is slow just now it is not told. */
function announce(response: ServerResponse, principal: Principal, announcement: Announcement): void {
  if (response.writableNeedDrain || response.destroyed || !hearsAnnouncement(principal, announcement)) return;
  const { event, ...data } = announcement;
  response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** Waits for a slow listener, so that nothing piles up for it here. */
async function write(response: ServerResponse, text: string): Promise<void> {
  if (text === '' || response.destroyed || response.write(text)) return;
  await Promise.race([once(response, 'drain'), once(response, 'close')]);
}

/** Rings that come while nobody waits are one ring. */
function createBell(): { ring: () => void; rung: () => Promise<void> } {
  let isRung = false;
  let waiting: (() => void) | undefined;
  return {
    ring: () => {
      isRung = true;
      waiting?.();
    },
    rung: async () => {
      if (!isRung) await new Promise<void>((resolve) => (waiting = resolve));
      isRung = false;
      waiting = undefined;
    },
  };
}
