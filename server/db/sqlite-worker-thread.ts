import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { StoredValue } from './parameters.ts';
import type { Row, StatementResult } from './sqlite-connection.ts';
import type { ConnectionName, SqliteThread, ThreadSettings } from './sqlite-thread.ts';
import { fromErrorParts, type ThreadMethod, type WorkerAnswer, type WorkerRequest } from './sqlite-worker-messages.ts';

type Pending = { resolve: (value: never) => void; reject: (error: Error) => void };

/** Beside this file: `sqlite-worker.ts` as source, `sqlite-worker.js` once bundled (above it, from a shared chunk). */
function workerFile(): URL {
  const name = `sqlite-worker${extname(fileURLToPath(import.meta.url))}`;
  const beside = new URL(`./${name}`, import.meta.url);
  return existsSync(beside) ? beside : new URL(`../${name}`, import.meta.url);
}

/** The connections that live in a worker. It starts with the first statement; after a crash the next one starts a new worker. */
export class WorkerSqliteThread implements SqliteThread {
  readonly #settings: ThreadSettings;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #lastId = 0;

  constructor(settings: ThreadSettings) {
    this.#settings = settings;
  }

  run(connection: ConnectionName, sql: string, parameters: readonly StoredValue[]): Promise<StatementResult> {
    return this.#ask('run', [connection, sql, parameters]);
  }

  lend(): Promise<number> {
    return this.#ask('lend', []);
  }

  giveBack(reader: number): Promise<void> {
    return this.#ask('giveBack', [reader]);
  }

  openCursor(connection: ConnectionName, sql: string, parameters: readonly StoredValue[]): Promise<number> {
    return this.#ask('openCursor', [connection, sql, parameters]);
  }

  fetch(cursor: number, count: number): Promise<Row[]> {
    return this.#ask('fetch', [cursor, count]);
  }

  closeCursor(cursor: number): Promise<void> {
    return this.#ask('closeCursor', [cursor]);
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    await this.#ask('close', []);
    await worker.terminate();
  }

  #ask<Result>(method: ThreadMethod, parameters: readonly unknown[]): Promise<Result> {
    const worker = (this.#worker ??= this.#start());
    const request: WorkerRequest = { id: ++this.#lastId, method, parameters };
    return new Promise((resolve, reject) => {
      // An idle worker must not keep the process alive; one that owes an answer must.
      if (this.#pending.size === 0) worker.ref();
      this.#pending.set(request.id, { resolve, reject });
      worker.postMessage(request);
    });
  }

  #start(): Worker {
    const worker = new Worker(workerFile(), { workerData: this.#settings, name: 'sqlite' });
    worker.on('message', (answer: WorkerAnswer) => this.#settle(worker, answer));
    worker.on('error', (error: unknown) => this.#lose(worker, error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', (code) => this.#lose(worker, new Error(`The database worker ended with code ${code}.`)));
    worker.unref();
    return worker;
  }

  #settle(worker: Worker, answer: WorkerAnswer): void {
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (this.#pending.size === 0) worker.unref();
    if ('error' in answer) pending?.reject(fromErrorParts(answer.error));
    else pending?.resolve(answer.result as never);
  }

  /** What ran in a lost worker is rolled back by SQLite; whoever waited for it is told. */
  #lose(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of waiting) reject(error);
  }
}
