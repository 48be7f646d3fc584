/** Every limit of the HTTP layer (api.md, Limits). Sizes in bytes, times in milliseconds. */
export type Limits = {
  /** Largest body of an operation that names none. */
  body: number;
  /** Requests a minute with one token. */
  perToken: number;
  /** Requests a minute from one address, whatever tokens they carry. */
  perAddress: number;
  /** For receiving a whole request, head and body: a slow sender is cut off. */
  receive: number;
  /** For receiving the head. */
  receiveHead: number;
  /** Until an answer begins; the caller hears `unavailable` after it. */
  answer: number;
  /** A connection that stays silent between requests. */
  keepAlive: number;
  /** The event loop's delay from which new requests are refused, so that the present ones end. */
  eventLoopDelay: number;
  /** Callers waiting for the database from which new requests are refused. */
  databaseQueue: number;
  /** What a refused caller is told to wait, in seconds. */
  retryAfter: number;
  /** Between two signs of life on a stream of events. */
  heartbeat: number;
  /** Event streams at the same time. */
  eventStreams: number;
  /** Events that wait for one slow reader; beyond it the stream ends and is resumed by the reader. */
  eventBuffer: number;
  /** For requests that are under way when the server is told to stop. */
  shutdown: number;
};

export const defaultLimits: Limits = {
  body: 1_048_576,
  perToken: 6_000,
  perAddress: 12_000,
  receive: 120_000,
  receiveHead: 15_000,
  answer: 60_000,
  keepAlive: 72_000,
  eventLoopDelay: 1_500,
  databaseQueue: 200,
  retryAfter: 2,
  heartbeat: 15_000,
  eventStreams: 1_000,
  eventBuffer: 1_000,
  shutdown: 10_000,
};

/** Idempotency keys are kept for a day (api.md, Writes). */
export const idempotencyLifetime = 24 * 60 * 60_000;
