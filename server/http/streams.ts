import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { StreamEnd } from '#shared/wire.ts';
import type { OutputWriter } from './output.ts';
import { problemDocument, toRefusal } from './problems.ts';

/** Lines are sent together up to this many characters, or when this many milliseconds have passed. */
const portion = { characters: 32_768, milliseconds: 100 } as const;

/**
 * Answers with a stream of lines (`application/x-ndjson`; the last line is described in shared/wire.ts). What goes
 * wrong before the first item is an ordinary problem. The source is asked for more only as fast as the caller reads,
 * and is ended when the caller goes away.
 *
 * @throws whatever the source throws before its first item.
 */
export async function sendLines(reply: FastifyReply, source: AsyncIterable<unknown>, write: OutputWriter, onFailure: (error: unknown) => void): Promise<FastifyReply> {
  const iterator = source[Symbol.asyncIterator]();
  const first = await iterator.next();
  const body = Readable.from(portions(toLines(iterator, first, write, reply.request.id, onFailure)), { objectMode: false });
  return reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff').type('application/x-ndjson').send(body);
}

async function* toLines(iterator: AsyncIterator<unknown>, first: IteratorResult<unknown>, write: OutputWriter, requestId: string, onFailure: (error: unknown) => void): AsyncGenerator<string> {
  let lines = 0;
  let end: StreamEnd;
  try {
    for (let next = first; !next.done; next = await iterator.next()) {
      yield `${JSON.stringify(write(next.value))}\n`;
      lines += 1;
    }
    end = { $end: { lines } };
  } catch (error) {
    onFailure(error);
    end = { $error: problemDocument(toRefusal(error), requestId) };
  } finally {
    // Also when the caller has gone: a cursor of the database must not stay open.
    await iterator.return?.();
  }
  yield `${JSON.stringify(end)}\n`;
}

async function* portions(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let waiting = '';
  let since = Date.now();
  for await (const line of lines) {
    waiting += line;
    if (waiting.length < portion.characters && Date.now() - since < portion.milliseconds) continue;
    yield waiting;
    waiting = '';
    since = Date.now();
  }
  if (waiting !== '') yield waiting;
}
