import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '#shared/errors.ts';
import type { Foundation } from '../foundation.ts';
import { claimKey, findKey, releaseKey, requestLeftEntries, storeAnswer, takeOverKey, type Claim } from './idempotency.store.ts';
import { answerSeal, type AnswerSeal, type StoredAnswer } from './sealed-answers.ts';

/** How long a second request with a key waits for the first one's answer. */
const waitAtMost = 10_000;
const pollEvery = 50;
/** A claim without an answer for so long belongs to a process that died. SQLite has one process, which knows its own at once. */
const abandonedAfter = 5 * 60_000;
/** How long an answer that is there waits for being kept: a long change may hold the database for minutes. */
const keepPatience = 500;
/** Between two attempts to keep an answer or to give a key back, and how many there are. */
const again = { every: 5_000, times: 60 } as const;

const keyShape = /^[\u0021-\u007e]{16,200}$/;

export type IdempotentRequest = {
  owner: string;
  key: string;
  operationId: string;
  requestId: string;
  /** Everything that makes the request what it is: path, precondition, body. */
  content: string;
  signal: AbortSignal;
};

/** @throws AppError `invalid_input` for a key that is too short to be one of its kind. */
export function checkedIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && keyShape.test(header)) return header;
  throw new AppError('invalid_input', 'Idempotency-Key must be 16 to 200 visible characters; a UUID is one.', {
    errors: [{ path: 'Idempotency-Key', message: 'Must be 16 to 200 visible characters' }],
  });
}

/** Runs requests at most once for their keys. */
export type Idempotency = {
  /**
   * Runs a request at most once for its key (api.md, Writes): the same key with the same content gets the same answer,
   * also while the first is still running.
   *
   * @param run runs it; it answers refusals too, and throws only what was no answer.
   * @throws AppError `conflict` with `key_reused` for other content, or when what happened to the first cannot be told.
   */
  runOnce(request: IdempotentRequest, run: () => Promise<StoredAnswer>): Promise<Outcome>;
};

type Outcome = { answer: StoredAnswer; replayed: boolean };
/** A request of this process, until the database knows how it ended; `answer` is undefined when it may be sent again. */
type UnderWay = { operation: string; fingerprint: string; answer: Promise<StoredAnswer | undefined> };

export function createIdempotency({ database, clock, log }: Foundation): Idempotency {
  const { db, kind } = database;
  const underWay = new Map<string, UnderWay>();

  /** Tells the database how a request ended, again and again while it has no room or no time. */
  const tell = async (claim: Claim, write: () => Promise<void>): Promise<void> => {
    for (let attempt = 1; attempt <= again.times; attempt += 1) {
      try {
        return await write();
      } catch (error) {
        log.warn({ err: error, requestId: claim.requestId, attempt }, 'what became of an idempotency key could not be written');
        await pause(again.every, undefined, { ref: false });
      }
    }
  };

  /** The first request of this process with its key: it alone asks the database. */
  const lead = async (claim: Claim, seal: AnswerSeal, signal: AbortSignal, run: () => Promise<StoredAnswer>): Promise<Outcome> => {
    const place = placeOf(claim);
    let settle: (answer: StoredAnswer | undefined) => void = () => {};
    const entry = { ...claim, answer: new Promise<StoredAnswer | undefined>((resolve) => (settle = resolve)) };
    const end = (answer: StoredAnswer | undefined): void => {
      settle(answer);
      if (underWay.get(place) === entry) underWay.delete(place);
    };
    underWay.set(place, entry);
    let answer: StoredAnswer | undefined;
    try {
      const earlier = await claimOrAnswer({ db, kind, clock }, claim, seal, signal);
      if (earlier) {
        end(earlier);
        return { answer: earlier, replayed: true };
      }
      answer = await run();
    } catch (error) {
      end(undefined);
      await atMost(keepPatience, tell(claim, () => releaseKey(db, claim)));
      throw error;
    }
    if (isFinal(answer.status)) {
      const { status } = answer;
      const sealed = seal.seal(answer);
      settle(answer);
      // Until it is kept, whoever sends the request again is answered from here.
      await atMost(keepPatience, tell(claim, () => storeAnswer(db, claim, status, sealed)).finally(() => end(answer)));
    } else {
      end(undefined);
      await atMost(keepPatience, tell(claim, () => releaseKey(db, claim)));
    }
    return { answer, replayed: false };
  };

  return {
    runOnce: async (request, run) => {
      const seal = answerSeal(request.owner, request.key);
      const claim: Claim = {
        owner: request.owner, key: seal.lookup, operation: request.operationId, fingerprint: seal.fingerprint(request.content),
        requestId: request.requestId, at: clock().toISOString(),
      };
      const until = Date.now() + waitAtMost;
      for (let first = underWay.get(placeOf(claim)); first !== undefined; first = underWay.get(placeOf(claim))) {
        refuseOtherRequest(claim, first);
        const answer = await Promise.race([first.answer, pause(Math.max(0, until - Date.now()), stillRunning, { ref: false })]);
        if (answer === stillRunning) throw firstIsRunning();
        if (answer !== undefined) return { answer, replayed: true };
      }
      return lead(claim, seal, request.signal, run);
    },
  };
}

const placeOf = ({ owner, key }: Claim): string => `${owner} ${key}`;
const stillRunning = Symbol('still running');
const firstIsRunning = (): AppError => new AppError('conflict', 'The first request with this Idempotency-Key is still running. Ask again later.');

/** Resolves when the work has ended, however, or after so many milliseconds. */
const atMost = (milliseconds: number, work: Promise<unknown>): Promise<unknown> => Promise.race([work.catch(() => {}), pause(milliseconds, undefined, { ref: false })]);

/** Whether sending the request again would end the same way; else it may be tried again with the same key. */
const isFinal = (status: number): boolean => status < 500 && status !== 429;

function refuseOtherRequest(claim: Claim, first: Pick<UnderWay, 'operation' | 'fingerprint'>): void {
  if (first.operation === claim.operation && first.fingerprint === claim.fingerprint) return;
  throw new AppError('conflict', 'This Idempotency-Key was used for another request.', { reason: 'key_reused' });
}

type Store = Pick<Foundation['database'], 'db' | 'kind'> & Pick<Foundation, 'clock'>;

/** Claims the key, or finds the answer of an earlier request, which another process may still be running. */
async function claimOrAnswer({ db, kind, clock }: Store, claim: Claim, seal: AnswerSeal, signal: AbortSignal): Promise<StoredAnswer | undefined> {
  const until = Date.now() + waitAtMost;
  while (!(await claimKey(db, claim))) {
    const found = await findKey(db, claim);
    if (!found) continue;
    refuseOtherRequest(claim, { operation: found.operation, fingerprint: found.body_hash });
    if (found.status !== null && found.answer !== null) return seal.open(found.answer);
    // On SQLite nobody else can be running it: the process that was has died.
    if (kind === 'sqlite' || clock().getTime() - Date.parse(found.created_at) > abandonedAfter) {
      await refuseWhenUncertain(db, found.answer ?? '', found.created_at);
      if (await takeOverKey(db, claim, found.answer ?? '')) return undefined;
      continue;
    }
    if (Date.now() > until) throw firstIsRunning();
    await pause(pollEvery, undefined, { signal });
  }
  return undefined;
}

/** The first request died. Without an audit entry it has changed nothing, and may run again. */
async function refuseWhenUncertain(db: Store['db'], requestId: string, since: string): Promise<void> {
  if (!(await requestLeftEntries(db, requestId, since))) return;
  throw new AppError('conflict', 'The first request with this Idempotency-Key made its change, but its answer is lost. Look at the present state before you send a new one.');
}
