import { createContext, use, useCallback, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';

/** ms: how long after an own write its echo from the server is not news. */
const echoTime = 10_000;

/**
 * What changed behind lists that are on screen. Lists are not read again by themselves, so that no row moves
 * under the pointer; the person sees "3 changes" and decides (C6).
 */
export class ListNews {
  readonly #changed = new Map<string, Set<string>>();
  readonly #expected = new Map<string, number>();
  readonly #listeners = new Set<() => void>();

  /** An own write to this record is under way. */
  expect(recordId: string): void {
    this.#expected.set(recordId, Date.now() + echoTime);
  }

  /** A record of a table was changed by someone. */
  changed(table: string, recordId: string): void {
    const expectedUntil = this.#expected.get(recordId);
    if (expectedUntil !== undefined && expectedUntil > Date.now()) return;
    this.#expected.delete(recordId);
    const records = this.#changed.get(table) ?? new Set();
    records.add(recordId);
    this.#changed.set(table, records);
    this.#tell();
  }

  /** The lists of this table were read again. */
  seen(table: string): void {
    if (this.#changed.delete(table)) this.#tell();
  }

  count(table: string): number {
    return this.#changed.get(table)?.size ?? 0;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

const ListNewsContext = createContext<ListNews | undefined>(undefined);

export function ListNewsProvider({ children }: { children: ReactNode }) {
  const [news] = useState(() => new ListNews());
  return <ListNewsContext value={news}>{children}</ListNewsContext>;
}

export function useListNews(): ListNews {
  const news = use(ListNewsContext);
  if (!news) throw new Error('useListNews needs a ListNewsProvider above it');
  return news;
}

/** How many records of a table changed since its list was last read, and how to count from now. */
export function useNewsOf(table: string): { count: number; seen: () => void } {
  const news = useListNews();
  const subscribe = useCallback((listener: () => void) => news.subscribe(listener), [news]);
  const count = useSyncExternalStore(subscribe, () => news.count(table));
  const seen = useCallback(() => { news.seen(table); }, [news, table]);
  return { count, seen };
}
