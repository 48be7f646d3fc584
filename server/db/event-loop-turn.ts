/** How long statements may follow each other before everybody else gets a turn, in milliseconds. */
const longestTurn = 10;

/**
 * A statement on this thread is over before its promise is looked at, so a chain of a thousand of them is one single
 * turn of the event loop: no request is read, no timer fires. This watches the clock and ends a turn that grew long.
 */
export class EventLoopTurn {
  #began: number | undefined;

  /** Whether to wait for `next` before the next statement. */
  get isLong(): boolean {
    if (this.#began === undefined) {
      this.#began = performance.now();
      setImmediate(() => {
        this.#began = undefined;
      });
    }
    return performance.now() - this.#began > longestTurn;
  }

  /** Resolves in the next turn. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
