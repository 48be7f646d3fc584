import type { AxiosInstance, AxiosResponse } from 'axios';
import { operations, type CallId, type InputOf, type OperationId, type OutputOf, type StreamId } from './contract/index.ts';
import type { Operation } from './contract/operation.ts';
import { AppError } from './errors.ts';
import { fromWireProblem, problemOf } from './problem.ts';
import { toWireRequest, type WireRequest } from './wire.ts';

export type CallOptions = {
  signal?: AbortSignal | undefined;
  /** For a POST that is sent again after a lost answer: the key of the first time. Made when left out. */
  idempotencyKey?: string | undefined;
};

/** The API, typed from the table of operations. Everything it refuses is an AppError. */
export type Client = {
  call<Id extends CallId>(id: Id, input: InputOf<Id>, options?: CallOptions): Promise<OutputOf<Id>>;
  /** The items of a stream, as they arrive. Throws `unreachable` when the stream was cut off. */
  stream<Id extends StreamId>(id: Id, input: InputOf<Id>, options?: CallOptions): AsyncIterable<OutputOf<Id>>;
};

/** Makes the client over an axios instance, which knows the server's address, the token and the time-outs. */
export function createClient(http: AxiosInstance): Client {
  return {
    call: async <Id extends CallId>(id: Id, input: InputOf<Id>, options: CallOptions = {}) => {
      const { status, data } = await send<string>(http, requestOf(id, input, options), 'text', options.signal);
      if (status < 200 || status > 299) throw refusal(status, data);
      return parseAnswer(data) as OutputOf<Id>;
    },
    stream: async function* <Id extends StreamId>(id: Id, input: InputOf<Id>, options: CallOptions = {}) {
      const { status, data } = await send<AsyncIterable<Uint8Array>>(http, requestOf(id, input, options), 'stream', options.signal);
      if (status < 200 || status > 299) throw refusal(status, await wholeText(data));
      yield* items<OutputOf<Id>>(lines(data, options.signal));
    },
  };
}

function requestOf<Id extends OperationId>(id: Id, input: InputOf<Id>, options: CallOptions): WireRequest {
  const operation: Operation = operations[id];
  const request = toWireRequest(operation, input);
  if (operation.method === 'POST') request.headers['idempotency-key'] = options.idempotencyKey ?? crypto.randomUUID();
  return request;
}

async function send<Data>(http: AxiosInstance, request: WireRequest, responseType: 'text' | 'stream', signal: AbortSignal | undefined): Promise<AxiosResponse<Data>> {
  try {
    return await http.request<Data>({
      method: request.method,
      url: request.path,
      headers: request.headers,
      data: request.body,
      responseType,
      // The answer is read here, whatever it is.
      transformResponse: (data: unknown) => data,
      validateStatus: () => true,
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    throw toAppError(error, signal);
  }
}

function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('unreachable', 'What answers at this address is not a Quarterdeck server.', {}, { cause: error });
  }
}

function refusal(status: number, text: string): AppError {
  return fromWireProblem(text) ?? new AppError(status >= 500 ? 'unavailable' : 'unreachable', `Something between here and the server answered with status ${status}.`);
}

const cancelCodes = new Set(['ERR_CANCELED', 'ABORT_ERR']);
const timeoutCodes = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT']);

/** What the network did, in our words. */
export function toAppError(error: unknown, signal?: AbortSignal): AppError {
  if (error instanceof AppError) return error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (signal?.aborted || cancelCodes.has(code)) return new AppError('cancelled', 'Cancelled.', {}, { cause: error });
  if (timeoutCodes.has(code)) return new AppError('timed_out', 'The server did not answer in time.', {}, { cause: error });
  return new AppError('unreachable', 'The server cannot be reached.', code === '' ? {} : { details: { code } }, { cause: error });
}

async function wholeText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/** Longest line of a stream, in characters; what sends a longer one is no server of ours. */
const longestLine = 96 * 1_048_576;

/** The lines of a stream; what stands behind the last line end is a line that was cut off, and left out. */
async function* lines(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal | undefined): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let begun: string[] = [];
  let length = 0;
  try {
    for await (const chunk of chunks) {
      const [first = '', ...others] = decoder.decode(chunk, { stream: true }).split('\n');
      begun.push(first);
      length += first.length;
      if (length > longestLine) throw new AppError('unreachable', 'What answers at this address is not a Quarterdeck server.');
      for (const next of others) {
        yield begun.join('');
        begun = [next];
        length = next.length;
      }
    }
  } catch (error) {
    throw toAppError(error, signal);
  }
}

async function* items<Item>(source: AsyncIterable<string>): AsyncGenerator<Item> {
  for await (const line of source) {
    const value = parseAnswer(line);
    if (typeof value === 'object' && value !== null) {
      if ('$end' in value) return;
      if ('$error' in value) throw problemOf(value.$error) ?? new AppError('internal', 'The server failed while sending.');
    }
    yield value as Item;
  }
  throw new AppError('unreachable', 'The connection ended before everything had arrived.');
}
