import type { AxiosInstance } from 'axios';
import type { CallOptions, Client } from '#shared/client.ts';
import type { CallId, InputOf, OutputOf, StreamId } from '#shared/contract/index.ts';
import { AppError, type Problem } from '#shared/errors.ts';
import type { ConnectionStatus, NativeEvents } from '#shared/ipc.ts';
import { followChanges, type FeedPosition } from './change-feed.ts';
import { createServerCalls } from './server-calls.ts';

/** Where a link gets its token from. */
export type Credential = {
  /** The token at hand, without waiting. */
  token: () => string | null;
  /** Finds one: in the keychain, or by the embedded server's one-time secret. Null when only the person can help. */
  obtain(): Promise<string | null>;
  /** The server did not accept the token. */
  refused(): void;
};

export type LinkOptions = {
  connectionId: string;
  http: AxiosInstance;
  credential: Credential;
  clock: () => Date;
  onStatus: (status: ConnectionStatus) => void;
  onChange: (change: NativeEvents['change']) => void;
  onChangesLost: () => void;
  /** The server is only starting (the embedded one): nothing is tried before the first `retry`. */
  waitsForAddress?: boolean;
  /** Waits between attempts while the server does not answer, in milliseconds; the last one repeats. */
  pauses?: readonly number[];
};

/** A server that the console is connected to: its calls, whether it answers (C5), and what changes on it (C6). */
export type ServerLink = Client & {
  status(): ConnectionStatus;
  /** Tries at once, whatever the waits are; answers what came of it. */
  retry(): Promise<ConnectionStatus>;
  /** The server is known to be away (the embedded one has ended); `retry` when it is back. */
  lost(problem: Problem): void;
  /** Resolves when the first attempt has ended one way or the other, or after `within` milliseconds. */
  settled(within: number): Promise<void>;
  close(): void;
};

const usualPauses = [500, 1_000, 2_000, 4_000, 8_000, 15_000];
const probeWithin = 10_000;

export function openServerLink(options: LinkOptions): ServerLink {
  const server = createServerCalls(options.http);
  const pauses = options.pauses ?? usualPauses;
  const closed = new AbortController();
  let status: ConnectionStatus = { connectionId: options.connectionId, state: 'starting', since: options.clock().toISOString() };
  let probing: Promise<ConnectionStatus> | null = null;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let feed: { stop(): void } | null = null;
  const position: FeedPosition = { last: null, opened: false };
  let firstOutcome = (): void => undefined;
  const outcome = new Promise<void>((resolve) => (firstOutcome = resolve));

  function become(state: ConnectionStatus['state'], problem?: Problem): ConnectionStatus {
    if (closed.signal.aborted) return status;
    if (state !== 'starting') firstOutcome();
    const changed = state !== status.state;
    // `since` says since when the server is away, not when it was last tried (C5).
    status = { connectionId: options.connectionId, state, since: changed ? options.clock().toISOString() : status.since, ...(problem === undefined ? {} : { error: problem }) };
    if (changed) options.onStatus(status);
    if (state === 'online') feed ??= startFeed();
    else stopFeed();
    return status;
  }

  function startFeed(): { stop(): void } {
    return followChanges({ http: options.http, position, onChange: options.onChange, onLost: options.onChangesLost, onEnd: () => void probe() });
  }

  function stopFeed(): void {
    feed?.stop();
    feed = null;
  }

  async function attempt(): Promise<ConnectionStatus> {
    clearTimeout(timer);
    try {
      if (options.credential.token() === null && (await options.credential.obtain()) === null) return become('signed_out');
      await server.call('session.get', {}, { signal: AbortSignal.any([closed.signal, AbortSignal.timeout(probeWithin)]) });
      failures = 0;
      return become('online');
    } catch (error) {
      if (closed.signal.aborted) return status;
      const problem = problemOf(error);
      if (problem.code === 'not_signed_in') options.credential.refused();
      if (problem.code === 'not_signed_in' || problem.code === 'not_allowed') return become('signed_out', problem);
      timer = setTimeout(() => void probe(), pauses[Math.min(failures, pauses.length - 1)]);
      failures += 1;
      return become('offline', problem);
    }
  }

  function probe(): Promise<ConnectionStatus> {
    if (closed.signal.aborted) return Promise.resolve(status);
    probing ??= attempt().finally(() => (probing = null));
    return probing;
  }

  /** A call that failed in this way says something about the server: it is looked at right away. */
  function suspect(error: unknown): void {
    if (error instanceof AppError && ['unreachable', 'timed_out', 'not_signed_in'].includes(error.code) && status.state === 'online') void probe();
  }

  /** A call never goes out without a token: after a new start of the server there may be none yet. */
  async function signIn(): Promise<void> {
    if (options.credential.token() !== null) return;
    const { state, error } = await probe();
    if (state !== 'online') throw new AppError(error?.code ?? 'not_signed_in', error?.message ?? 'Not signed in', error);
  }

  if (options.waitsForAddress !== true) void probe();
  return {
    async call<Id extends CallId>(id: Id, input: InputOf<Id>, call?: CallOptions): Promise<OutputOf<Id>> {
      try {
        await signIn();
        return await server.call(id, input, call);
      } catch (error) {
        suspect(error);
        throw error;
      }
    },
    async *stream<Id extends StreamId>(id: Id, input: InputOf<Id>, call?: CallOptions) {
      try {
        await signIn();
        yield* server.stream(id, input, call);
      } catch (error) {
        suspect(error);
        throw error;
      }
    },
    status: () => status,
    retry: probe,
    lost(problem) {
      clearTimeout(timer);
      become('offline', problem);
    },
    async settled(within) {
      let waited: NodeJS.Timeout | undefined;
      await Promise.race([outcome, new Promise((resolve) => (waited = setTimeout(resolve, within)))]);
      clearTimeout(waited);
    },
    close() {
      closed.abort();
      clearTimeout(timer);
      stopFeed();
    },
  };
}

/** What went wrong as the renderer may see it; a defect of our own tells nothing. */
export function problemOf(error: unknown): Problem {
  return error instanceof AppError ? error.problem : { code: 'internal', message: 'Internal error' };
}
