import { AppError } from '#shared/errors.ts';

export type WriteLockOptions = {
  /** How long to stand in the queue, in milliseconds. */
  waitAtMost: number;
  signal?: AbortSignal | undefined;
};

type Waiter = { grant: () => void };

/**
 * A queue of writers of which one writes at a time, such as SQLite's. All writers of this process, on whichever thread they run, stand in this one
 * queue on the main thread, first come first served: nobody waits inside SQLite, where waiting blocks a thread.
 */
export class WriteLock {
  #held = false;
  readonly #queue: Waiter[] = [];

  /** How many wait now, for metrics and tests. */
  get waiting(): number {
    return this.#queue.length;
  }

  /**
   * Resolves with the function that gives the lock back (calling it twice does no harm).
   *
   * @throws AppError `unavailable` after `waitAtMost`, `cancelled` when the signal fires first.
   */
  async acquire({ waitAtMost, signal }: WriteLockOptions): Promise<() => void> {
    if (signal?.aborted) throw new AppError('cancelled', 'Cancelled before it began.');
    if (this.#held) await this.#wait(waitAtMost, signal);
    this.#held = true;
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.#handOver();
    };
  }

  #wait(waitAtMost: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (error: AppError): void => {
        const place = this.#queue.indexOf(waiter);
        if (place >= 0) this.#queue.splice(place, 1);
        settle();
        reject(error);
      };
      const onAbort = (): void => leave(new AppError('cancelled', 'Cancelled while waiting for other changes.'));
      const timer = setTimeout(
        () => leave(new AppError('unavailable', 'Other changes are still being written. Try again in a moment.', { reason: 'overloaded' })),
        waitAtMost,
      );
      const settle = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      const waiter: Waiter = {
        grant: () => {
          settle();
          resolve();
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#queue.push(waiter);
    });
  }

  /** The lock stays held while it passes to the next in the queue, so that no newcomer slips between. */
  #handOver(): void {
    const next = this.#queue.shift();
    if (next) next.grant();
    else this.#held = false;
  }
}
