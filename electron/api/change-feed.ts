import type { AxiosInstance } from 'axios';
import { z } from 'zod';
import { apiBase } from '#shared/wire.ts';
import type { NativeEvents } from '#shared/ipc.ts';
import { serverSentEvents, type ServerSentEvent } from './server-sent-events.ts';

const change = z.object({ table: z.string(), recordId: z.string(), action: z.string(), sequence: z.number().int() });

/** The last event that arrived; kept by the caller, so that a later feed goes on from there. */
export type FeedPosition = { last: string | null; opened: boolean };

export type ChangeFeedOptions = {
  http: AxiosInstance;
  position: FeedPosition;
  onChange: (change: NativeEvents['change']) => void;
  /** Changes in between cannot be told any more: everything on screen may be old. */
  onLost: () => void;
  /** The stream ended by itself; the caller finds out whether the server is still there. */
  onEnd: () => void;
};

const pauseBeforeResuming = 300;
/** The server sends a comment far more often; silence for longer means that the connection is dead. */
const longestSilence = 60_000;

/** C6: follows a server's changes until stopped; an interruption is resumed from the last event that arrived. */
export function followChanges(options: ChangeFeedOptions): { stop(): void } {
  const stopped = new AbortController();

  async function read(): Promise<void> {
    const broken = new AbortController();
    const signal = AbortSignal.any([stopped.signal, broken.signal]);
    const headers = { Accept: 'text/event-stream', ...(options.position.last === null ? {} : { 'Last-Event-ID': options.position.last }) };
    const answer = await options.http.request<AsyncIterable<Uint8Array>>({ url: `${apiBase}/events`, headers, responseType: 'stream', signal });
    // Without an event to go on from, what happened since the last time is unknown.
    if (options.position.opened && options.position.last === null) options.onLost();
    options.position.opened = true;
    let silence = setTimeout(() => broken.abort(), longestSilence);
    try {
      for await (const event of serverSentEvents(listened(answer.data, () => {
        clearTimeout(silence);
        silence = setTimeout(() => broken.abort(), longestSilence);
      }))) take(event);
    } finally {
      clearTimeout(silence);
    }
  }

  function take({ id, event, data }: ServerSentEvent): void {
    if (id !== null) options.position.last = id;
    if (event === 'lost') options.onLost();
    if (event !== 'change') return;
    const parsed = change.safeParse(JSON.parse(data));
    if (parsed.success) options.onChange(parsed.data);
  }

  async function follow(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        await read();
      } catch {
        // Whatever broke it, the caller looks after the server; here only resuming counts.
      }
      if (stopped.signal.aborted) return;
      options.onEnd();
      await new Promise((resolve) => setTimeout(resolve, pauseBeforeResuming));
    }
  }

  void follow();
  return { stop: () => stopped.abort() };
}

async function* listened(bytes: AsyncIterable<Uint8Array>, heard: () => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    heard();
    yield chunk;
  }
}
