import type { Caller, TestServer } from './server.ts';

export type ReceivedEvent = { event: string; id: string | undefined; data: Record<string, unknown> };

/** A listener at `/api/v1/events`, which keeps what it hears. */
export type EventReader = {
  readonly received: ReceivedEvent[];
  /** Comments, which only show that the stream is alive. */
  readonly comments: string[];
  /** Resolves with the first event, heard or still to come, that fits. */
  next(fits: (event: ReceivedEvent) => boolean): Promise<ReceivedEvent>;
  /** Resolves when the server has ended the stream. */
  ended: Promise<void>;
  close(): void;
};

const patience = 20_000;

/** Opens the stream; resolves once the server has begun to answer. */
export async function listen(server: TestServer, { token }: Pick<Caller, 'token'>, lastEventId?: number): Promise<EventReader> {
  const stop = new AbortController();
  const answer = await server.fetch('/api/v1/events', {
    signal: stop.signal,
    headers: { authorization: `Bearer ${token}`, ...(lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }) },
  });
  if (answer.status !== 200 || !answer.body) throw new Error(`The event stream answered ${answer.status}.`);
  const received: ReceivedEvent[] = [];
  const comments: string[] = [];
  const waiting = new Set<() => void>();
  const ended = (async () => {
    let rest = '';
    for await (const text of answer.body!.pipeThrough(new TextDecoderStream())) {
      const parts = (rest + text).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) keep(part, received, comments);
      for (const check of waiting) check();
    }
  })().catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  return {
    received,
    comments,
    ended,
    close: () => stop.abort(),
    next: (fits) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(check);
          reject(new Error(`No such event came. Heard: ${JSON.stringify(received)}`));
        }, patience);
        const check = (): void => {
          const found = received.find(fits);
          if (!found) return;
          clearTimeout(timer);
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
  };
}

function keep(part: string, received: ReceivedEvent[], comments: string[]): void {
  const fields = new Map(part.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
  const event = fields.get('event');
  if (event !== undefined) received.push({ event, id: fields.get('id'), data: JSON.parse(fields.get('data') ?? '{}') as Record<string, unknown> });
  const comment = fields.get('');
  if (comment !== undefined) comments.push(comment);
}
