import { randomUUID } from 'node:crypto';
import type { AxiosInstance } from 'axios';
import { createClient, type CallOptions, type Client } from '#shared/client.ts';
import { operations, type CallId, type InputOf, type OperationId, type OutputOf, type StreamId } from '#shared/contract/index.ts';
import type { Operation } from '#shared/contract/operation.ts';
import { AppError } from '#shared/errors.ts';

const whenLost = [150, 600];
const whenBusy = [500, 1_500, 3_000];

/**
 * The client of a server as the console uses it: a read, or a POST with its key, is sent again when its answer was
 * lost or the server was too busy, and an answer that is not what the contract says is refused (C16).
 */
export function createServerCalls(http: AxiosInstance): Client {
  const client = createClient(http);
  return {
    async call<Id extends CallId>(id: Id, input: InputOf<Id>, options: CallOptions = {}) {
      const row: Operation = operations[id];
      const keyed = row.method === 'POST' ? { ...options, idempotencyKey: options.idempotencyKey ?? randomUUID() } : options;
      const send = (): Promise<OutputOf<Id>> => client.call(id, input, keyed);
      const answer = await (row.method === 'GET' || row.method === 'POST' ? repeatedly(send, options.signal) : send());
      return understood<Id>(id, answer);
    },
    async *stream<Id extends StreamId>(id: Id, input: InputOf<Id>, options: CallOptions = {}) {
      for await (const item of client.stream(id, input, options)) yield understood<Id>(id, item);
    },
  };
}

async function repeatedly<Answer>(send: () => Promise<Answer>, signal: AbortSignal | undefined): Promise<Answer> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      const wait = waitsFor(error)[attempt];
      if (wait === undefined) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
      if (signal?.aborted === true) throw new AppError('cancelled', 'Cancelled');
    }
  }
}

/** The waits before each further attempt after this error, in milliseconds; none when another attempt is of no use. */
function waitsFor(error: unknown): readonly number[] {
  if (!(error instanceof AppError)) return [];
  if (error.code === 'unavailable' || error.code === 'rate_limited') return whenBusy;
  // The connection broke under way; a server that refuses connections is not waited for here.
  const wasLost = error.code === 'unreachable' && ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes(String(error.problem.details?.['code']));
  return wasLost ? whenLost : [];
}

function understood<Id extends OperationId>(id: Id, answer: unknown): OutputOf<Id> {
  const parsed = operations[id].output.safeParse(answer);
  if (parsed.success) return parsed.data as OutputOf<Id>;
  throw new AppError('internal', `The server's answer to ${id} is not what this version of the console expects`, {}, { cause: parsed.error });
}
