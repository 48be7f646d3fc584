import type { FileProblemCode } from '#shared/file-problems.ts';
import { FileProblem } from './file-problem.ts';
import type { ExportCell, FileJob, FromWorker, JobBatches, JobKind, JobProgress, JobResults, ToWorker } from './protocol.ts';

/** The process the worker runs in, as its owner sees it: a utility process, or a child process in tests. */
export interface WorkerProcess {
  post(message: ToWorker): void;
  onMessage(listener: (message: FromWorker) => void): void;
  onExit(listener: () => void): void;
  kill(): void;
}

export interface RowsToExport {
  readonly rows: readonly (readonly ExportCell[])[];
  readonly last: boolean;
}

export interface JobListeners {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: JobProgress) => void) | undefined;
  /** Deals with a batch of `readRows` or `readPasswords`; the worker waits until it has. */
  readonly onBatch?: ((batch: JobBatches[keyof JobBatches]) => Promise<void> | void) | undefined;
  /** Gives the next rows of an export. */
  readonly nextRows?: (() => Promise<RowsToExport>) | undefined;
}

export interface WorkerClientOptions {
  /** Starts the process, with its memory limited. */
  readonly start: () => WorkerProcess;
  /** How long the worker may be silent while it works, in milliseconds, before it is stopped (M4). */
  readonly silence?: number;
  /** How long a cancelled job may take to stop by itself, in milliseconds. */
  readonly patience?: number;
}

interface CurrentJob {
  readonly id: number;
  readonly listeners: JobListeners;
  readonly resolve: (result: JobResults[JobKind]) => void;
  readonly reject: (reason: Error) => void;
}

const defaultSilence = 30_000;
const defaultPatience = 3_000;

/**
 * Runs jobs in the file worker, one after the other. The process is started with the first job, stopped when it is
 * silent for too long or does not obey a cancel, and started anew for the next job: the application never waits for it.
 */
export class FileWorkerClient {
  readonly #options: WorkerClientOptions;
  #process: WorkerProcess | null = null;
  #current: CurrentJob | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #nextId = 1;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: WorkerClientOptions) {
    this.#options = options;
  }

  /**
   * Runs a job and gives its result.
   * @throws FileProblem of the job, `cancelled`, `timed_out` or `worker_stopped`
   */
  run<K extends JobKind>(job: Extract<FileJob, { kind: K }>, listeners: JobListeners = {}): Promise<JobResults[K]> {
    const running = this.#queue.then(() => this.#runNow(job, listeners));
    this.#queue = running.catch(() => undefined);
    // The worker answers a job with the result of its kind.
    return running as Promise<JobResults[K]>;
  }

  /** Stops the process. A job that runs ends with `worker_stopped`. */
  stop(): void {
    this.#end(new FileProblem('worker_stopped'));
  }

  #runNow(job: FileJob, listeners: JobListeners): Promise<JobResults[JobKind]> {
    if (listeners.signal?.aborted === true) return Promise.reject(new FileProblem('cancelled'));
    const id = this.#nextId;
    this.#nextId += 1;
    const cancel = () => this.#cancel(id);
    return new Promise<JobResults[JobKind]>((resolve, reject) => {
      this.#current = { id, listeners, resolve, reject };
      listeners.signal?.addEventListener('abort', cancel, { once: true });
      this.#worker().post({ type: 'start', id, job });
      this.#watch(this.#options.silence ?? defaultSilence, 'timed_out');
    }).finally(() => listeners.signal?.removeEventListener('abort', cancel));
  }

  #worker(): WorkerProcess {
    if (this.#process !== null) return this.#process;
    const started = this.#options.start();
    this.#process = started;
    started.onMessage((message) => {
      if (this.#process === started) this.#receive(message);
    });
    started.onExit(() => {
      if (this.#process === started) this.#end(new FileProblem('worker_stopped'));
    });
    return started;
  }

  #cancel(id: number): void {
    if (this.#current?.id !== id) return;
    this.#process?.post({ type: 'cancel', id });
    this.#watch(this.#options.patience ?? defaultPatience, 'cancelled');
  }

  #receive(message: FromWorker): void {
    const current = this.#current;
    if (message.type === 'ready' || current === null || message.id !== current.id) return;
    if (current.listeners.signal?.aborted !== true) this.#watch(this.#options.silence ?? defaultSilence, 'timed_out');
    switch (message.type) {
      case 'progress': current.listeners.onProgress?.(message.progress); break;
      case 'batch': void this.#answer(current, async () => {
        await current.listeners.onBatch?.(message.batch);
        return { type: 'taken', id: current.id };
      }); break;
      case 'wantRows': void this.#answer(current, async () => {
        const { rows, last } = await current.listeners.nextRows?.() ?? { rows: [], last: true };
        return { type: 'rows', id: current.id, rows, last };
      }); break;
      case 'done': this.#settle(() => current.resolve(message.result)); break;
      case 'problem': this.#settle(() => current.reject(new FileProblem(message.problem.code, message.problem.details))); break;
      case 'failed': this.#settle(() => current.reject(new Error(message.message))); break;
    }
  }

  /** Answers the worker. Time spent here is the application's own, so the watch stands still meanwhile. */
  async #answer(current: CurrentJob, prepare: () => Promise<ToWorker>): Promise<void> {
    if (current.listeners.signal?.aborted !== true) this.#unwatch();
    try {
      const answer = await prepare();
      if (this.#current !== current) return;
      this.#process?.post(answer);
      if (current.listeners.signal?.aborted !== true) this.#watch(this.#options.silence ?? defaultSilence, 'timed_out');
    } catch (thrown) {
      if (this.#current !== current) return;
      // What could not be dealt with ends the job; the worker is told to stop and is not waited for.
      this.#end(thrown instanceof Error ? thrown : new Error(String(thrown)));
    }
  }

  #settle(report: () => void): void {
    this.#unwatch();
    this.#current = null;
    report();
  }

  #watch(milliseconds: number, code: FileProblemCode): void {
    this.#unwatch();
    this.#timer = setTimeout(() => this.#end(new FileProblem(code)), milliseconds);
  }

  #unwatch(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Kills the process and ends the job, if one runs. The next job starts a new process. */
  #end(reason: Error): void {
    const current = this.#current;
    const worker = this.#process;
    this.#process = null;
    worker?.kill();
    this.#settle(() => current?.reject(reason));
  }
}
