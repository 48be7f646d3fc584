import { randomUUID } from 'node:crypto';
import type { AxiosInstance } from 'axios';
import { createClient, type CallOptions, type Client } from '#shared/client.ts';
import { operations, type CallId, type InputOf, type OperationId, type OutputOf, type StreamId } from '#shared/contract/index.ts';
import type { Operation } from '#shared/contract/operation.ts';
import { AppError } from '#shared/errors.ts';

/** Waits before a call whose answer was lost is sent again, in milliseconds. */
const pauses = [150, 600];

/**
 * The client of a server as the console uses it: a read, or a POST with its key, whose answer was lost is sent again,
 * and an answer that is not what the contract says is refused (C16).
 */
export function createServerCalls(http: AxiosInstance): Client {
  const client = createClient(http);
  return {
    async call<Id extends CallId>(id: Id, input: InputOf<Id>, options: CallOptions = {}) {
      const row: Operation = operations[id];
      const keyed = row.method === 'POST' ? { ...options, idempotencyKey: options.idempotencyKey ?? randomUUID() } : options;
      const repeatable = row.method === 'GET' || row.method === 'POST';
      const answer = await repeatedly(() => client.call(id, input, keyed), repeatable ? pauses : [], options.signal);
      return understood<Id>(id, answer);
    },
    async *stream<Id extends StreamId>(id: Id, input: InputOf<Id>, options: CallOptions = {}) {
      for await (const item of client.stream(id, input, options)) yield understood<Id>(id, item);
    },
  };
}

async function repeatedly<Answer>(send: () => Promise<Answer>, waits: readonly number[], signal: AbortSignal | undefined): Promise<Answer> {
  for (const wait of waits) {
    try {
      return await send();
    } catch (error) {
      if (!answerWasLost(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
      if (signal?.aborted === true) throw new AppError('cancelled', 'Cancelled');
    }
  }
  return send();
}

/** The connection broke under way; a server that refuses connections is not waited for. */
function answerWasLost(error: unknown): boolean {
  if (!(error instanceof AppError) || error.code !== 'unreachable') return false;
  return ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes(String(error.problem.details?.['code']));
}

function understood<Id extends OperationId>(id: Id, answer: unknown): OutputOf<Id> {
  const parsed = operations[id].output.safeParse(answer);
  if (parsed.success) return parsed.data as OutputOf<Id>;
  throw new AppError('internal', `The server's answer to ${id} is not what this version of the console expects`, {}, { cause: parsed.error });
}
