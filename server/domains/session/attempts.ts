import { AppError } from '#shared/errors.ts';

/** So many wrong attempts within so many milliseconds, then no more until the window has passed. */
export const attemptLimit = { failures: 5, window: 15 * 60_000, remembered: 10_000 } as const;

/** Counts wrong passwords and tokens, so that nobody tries them all (X4). Each server process counts for itself. */
export type Attempts = {
  /** @throws AppError `rate_limited` while there were too many failures under this key. */
  check(key: string): void;
  failed(key: string): void;
  succeeded(key: string): void;
};

export function createAttempts(clock: () => Date): Attempts {
  const failures = new Map<string, number[]>();
  const recent = (key: string): number[] => {
    const after = clock().getTime() - attemptLimit.window;
    return (failures.get(key) ?? []).filter((time) => time > after);
  };
  return {
    check: (key) => {
      if (recent(key).length < attemptLimit.failures) return;
      throw new AppError('rate_limited', 'Too many wrong attempts. Wait a quarter of an hour, then try again.');
    },
    failed: (key) => {
      const times = [...recent(key), clock().getTime()];
      failures.delete(key);
      failures.set(key, times);
      // The one that failed longest ago is forgotten first; memory stays bounded whoever knocks.
      const [oldest] = failures.keys();
      if (failures.size > attemptLimit.remembered && oldest !== undefined) failures.delete(oldest);
    },
    succeeded: (key) => {
      failures.delete(key);
    },
  };
}
