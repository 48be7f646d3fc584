import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '#shared/errors.ts';
import type { Foundation } from '../foundation.ts';
import { claimKey, findKey, releaseKey, requestLeftEntries, storeAnswer, takeOverKey, type Claim } from './idempotency.store.ts';
import { answerSeal, type AnswerSeal, type StoredAnswer } from './sealed-answers.ts';

/** How long a second request with a key waits for the first one's answer. */
const waitAtMost = 10_000;
const pollEvery = 50;
/** A claim without an answer for so long belongs to a process that died. */
const abandonedAfter = 5 * 60_000;

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

/**
 * Runs a request at most once for its key (api.md, Writes): the same key with the same content gets the same answer,
 * also while the first is still running.
 *
 * @param run runs it; it answers refusals too, and throws only what was no answer.
 * @throws AppError `conflict` with `key_reused` for other content, or when what happened to the first cannot be told.
 */
export async function runOnce({ database, clock, log }: Foundation, request: IdempotentRequest, run: () => Promise<StoredAnswer>): Promise<{ answer: StoredAnswer; replayed: boolean }> {
  const seal = answerSeal(request.owner, request.key);
  const claim: Claim = {
    owner: request.owner,
    key: seal.lookup,
    operation: request.operationId,
    fingerprint: seal.fingerprint(request.content),
    requestId: request.requestId,
    at: clock().toISOString(),
  };
  if (!(await claimKey(database.db, claim))) {
    const earlier = await answerOfEarlier(database.db, clock, claim, seal, request.signal);
    if (earlier) return { answer: earlier, replayed: true };
  }
  try {
    const answer = await run();
    if (isFinal(answer.status)) await storeAnswer(database.db, claim, answer.status, seal.seal(answer));
    else await releaseKey(database.db, claim);
    return { answer, replayed: false };
  } catch (error) {
    await releaseKey(database.db, claim).catch((failure: unknown) => log.error({ err: failure, requestId: request.requestId }, 'an idempotency key could not be released'));
    throw error;
  }
}

/** Whether sending the request again would end the same way; else it may be tried again with the same key. */
const isFinal = (status: number): boolean => status < 500 && status !== 429;

/** The answer of the request that has the key; undefined when the present request now has it and is to run. */
async function answerOfEarlier(db: Foundation['database']['db'], clock: Foundation['clock'], claim: Claim, seal: AnswerSeal, signal: AbortSignal): Promise<StoredAnswer | undefined> {
  const until = Date.now() + waitAtMost;
  for (;;) {
    const found = await findKey(db, claim);
    if (!found) {
      if (await claimKey(db, claim)) return undefined;
      continue;
    }
    if (found.operation !== claim.operation || found.body_hash !== claim.fingerprint) {
      throw new AppError('conflict', 'This Idempotency-Key was used for another request.', { reason: 'key_reused' });
    }
    if (found.status !== null && found.answer !== null) return seal.open(found.answer);
    if (clock().getTime() - Date.parse(found.created_at) > abandonedAfter) {
      await refuseWhenUncertain(db, found.answer ?? '', found.created_at);
      if (await takeOverKey(db, claim, found.answer ?? '')) return undefined;
      continue;
    }
    if (Date.now() > until) throw new AppError('conflict', 'The first request with this Idempotency-Key is still running. Ask again later.');
    await pause(pollEvery, undefined, { signal });
  }
}

/** The first request died. Without an audit entry it has changed nothing, and may run again. */
async function refuseWhenUncertain(db: Foundation['database']['db'], requestId: string, since: string): Promise<void> {
  if (!(await requestLeftEntries(db, requestId, since))) return;
  throw new AppError('conflict', 'The first request with this Idempotency-Key made its change, but its answer is lost. Look at the present state before you send a new one.');
}
