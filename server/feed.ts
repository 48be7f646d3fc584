/** News of this moment that no log keeps: whoever was not listening has missed nothing that matters. */
export type Announcement = {
  event: 'plan.progress';
  planId: string;
  state: string;
  phase: string | null;
  done: number;
  total: number | null;
};

/** What a listener hears: entries up to `sequence` are committed, or something was announced. */
export type FeedSignal = { kind: 'committed'; sequence: number } | { kind: 'announced'; announcement: Announcement };

/**
 * How the parts of the server, and on PostgreSQL all its processes, hear of changes. The truth is the audit log:
 * a signal only says that there is something new to read in it.
 */
export type Feed = {
  /** Tells that entries up to `sequence` are committed. Called after the commit only. */
  committed(sequence: number): void;
  announce(announcement: Announcement): void;
  /** Answers the function that ends the subscription. A listener does not throw and does not wait. */
  subscribe(listener: (signal: FeedSignal) => void): () => void;
};

/** A feed within this process. */
export function createFeed(): Feed {
  const listeners = new Set<(signal: FeedSignal) => void>();
  const tell = (signal: FeedSignal): void => {
    for (const listener of listeners) listener(signal);
  };
  return {
    committed: (sequence) => tell({ kind: 'committed', sequence }),
    announce: (announcement) => tell({ kind: 'announced', announcement }),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
