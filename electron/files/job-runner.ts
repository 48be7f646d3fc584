import { checksumOf } from './checksum.ts';
import { writeCsv } from './csv-writer.ts';
import { FileProblem } from './file-problem.ts';
import { inspectFile } from './inspect-file.ts';
import type { ExportCell, FileJob, FromWorker, JobBatches, JobKind, JobProgress, JobResults, ToWorker } from './protocol.ts';
import { readPasswords, readRows } from './read-rows.ts';
import type { Table, TableRow } from './table.ts';
import { writeRejected } from './write-rejected.ts';
import { writeXlsx } from './xlsx-writer.ts';

const progressEveryMilliseconds = 100;

interface RunningJob {
  readonly id: number;
  readonly cancelling: AbortController;
  /** Wakes the job when the application has answered. */
  wake: ((answer: ToWorker | null) => void) | null;
}

/** Runs the jobs of the file worker, one at a time, over whatever channel it is given. */
export class JobRunner {
  readonly #send: (message: FromWorker) => void;
  #running: RunningJob | null = null;

  constructor(send: (message: FromWorker) => void) {
    this.#send = send;
  }

  /** Takes a message of the application. Messages about a job that has ended are dropped. */
  receive(message: ToWorker): void {
    if (message.type === 'start') {
      void this.#start(message.id, message.job);
      return;
    }
    const running = this.#running;
    if (running === null || running.id !== message.id) return;
    if (message.type === 'cancel') running.cancelling.abort();
    const wake = running.wake;
    running.wake = null;
    wake?.(message.type === 'cancel' ? null : message);
  }

  async #start(id: number, job: FileJob): Promise<void> {
    if (this.#running !== null) {
      this.#send({ type: 'failed', id, message: 'Another job is running.' });
      return;
    }
    const running: RunningJob = { id, cancelling: new AbortController(), wake: null };
    this.#running = running;
    let outcome: FromWorker;
    try {
      outcome = { type: 'done', id, result: await this.#run(running, job) };
    } catch (thrown) {
      outcome = thrown instanceof FileProblem
        ? { type: 'problem', id, problem: thrown.report() }
        : { type: 'failed', id, message: thrown instanceof Error ? thrown.stack ?? thrown.message : String(thrown) };
    }
    // Free before the answer is out, so that the next job can be sent as soon as it arrives.
    this.#running = null;
    this.#send(outcome);
  }

  #run(running: RunningJob, job: FileJob): Promise<JobResults[JobKind]> {
    const { signal } = running.cancelling;
    const reportBytes = this.#progress(running.id);
    const reading = { signal, onBytes: (done: number, total: number) => reportBytes({ unit: 'bytes', done, total }) };
    const hand = (batch: JobBatches[keyof JobBatches]) => this.#handOver(running, batch);
    switch (job.kind) {
      case 'inspect': return inspectFile(job.path, job.overrides, { ...reading, lastRowCount: job.lastRowCount });
      case 'readRows': return readRows(job.path, job.settings, hand, reading);
      case 'readPasswords': return readPasswords(job.path, job.settings, new Set(job.lines), hand, reading);
      case 'writeRejected': {
        const rejected = { reasons: new Map(job.reasons), reasonHeader: job.reasonHeader };
        return writeRejected(job.path, job.settings, rejected, job.destination, { ...reading, unfinished: job.unfinished });
      }
      case 'export': return this.#export(running, job);
      case 'checksum': return checksumOf(job.path, reading);
    }
  }

  #export(running: RunningJob, job: Extract<FileJob, { kind: 'export' }>): Promise<JobResults['export']> {
    const report = this.#progress(running.id);
    const writing = { signal: running.cancelling.signal, unfinished: job.unfinished, onRows: (done: number) => report({ unit: 'rows', done }) };
    const table: Table = { header: job.header, rows: this.#rowsAskedFor(running) };
    return job.form.format === 'csv'
      ? writeCsv(job.destination, table, job.form, writing)
      : writeXlsx(job.destination, table, job.form, writing);
  }

  async *#rowsAskedFor(running: RunningJob): AsyncGenerator<TableRow> {
    for (let last = false; !last;) {
      const answer = await this.#ask(running, { type: 'wantRows', id: running.id });
      if (answer.type !== 'rows') throw new Error(`Expected rows, not ${answer.type}.`);
      for (const row of answer.rows) yield row.map(tableCell);
      last = answer.last;
    }
  }

  async #handOver(running: RunningJob, batch: JobBatches[keyof JobBatches]): Promise<void> {
    await this.#ask(running, { type: 'batch', id: running.id, batch });
  }

  /** Sends a message and waits for the application's answer to it. */
  async #ask(running: RunningJob, message: FromWorker): Promise<ToWorker> {
    if (running.cancelling.signal.aborted) throw new FileProblem('cancelled');
    const answer = await new Promise<ToWorker | null>((resolve) => {
      running.wake = resolve;
      this.#send(message);
    });
    if (answer === null) throw new FileProblem('cancelled');
    return answer;
  }

  /** Reports progress, not more often than a person can see. */
  #progress(id: number): (progress: JobProgress) => void {
    let reportedAt = 0;
    return (progress) => {
      const now = performance.now();
      if (now - reportedAt < progressEveryMilliseconds) return;
      reportedAt = now;
      this.#send({ type: 'progress', id, progress });
    };
  }
}

function tableCell(cell: ExportCell) {
  return typeof cell === 'object' && cell !== null ? new Date(cell.moment) : cell;
}
