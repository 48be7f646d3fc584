import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import type { InfiniteData } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import type { CallId, InputOf, OutputOf } from '#shared/contract/index.ts';
import type { RowSource } from '../ui/data-table/column.ts';
import { opened, useBridge } from './bridge-context.tsx';
import { useOnline } from './connection-status.tsx';
import { useNewsOf } from './list-news.tsx';
import { OperationError } from './operation-error.ts';

interface Page {
  items: unknown[];
  nextCursor: string | null;
  total: { count: number; exact: boolean };
}

/** Operations that answer pages. */
export type PagedId = { [Id in CallId]: OutputOf<Id> extends Page ? Id : never }[CallId];
export type ItemOf<Id extends PagedId> = OutputOf<Id> extends { items: (infer Item)[] } ? Item : never;

export interface OperationPages<Item> extends RowSource<Item> {
  error: OperationError | null;
  /** Reads the list again from its first page. */
  reload: () => void;
  /** Names the question, for `DataTable`. */
  question: string;
  /** For `DataTable`: changes made elsewhere since the list was read (C6). */
  notice: { count: number; onShow: () => void } | undefined;
}

/** Pages that are read again in place; beyond, a list starts at its top again. */
const rereadPages = 5;

const noItems: readonly never[] = [];

/**
 * A list of any length, page after page by cursor (U14), as a source for `DataTable`:
 * `const people = useOperationPages('users.list', { q, sort })`. The rows of the former question stay until
 * the next answer is there.
 */
export function useOperationPages<Id extends PagedId>(id: Id, input: Omit<InputOf<Id>, 'cursor' | 'limit'>, options: { enabled?: boolean } = {}): OperationPages<ItemOf<Id>> {
  type Item = ItemOf<Id>;
  const bridge = useBridge();
  const client = useQueryClient();
  const online = useOnline();
  const news = useNewsOf(id.split('.')[0] ?? id);
  const question = JSON.stringify(input);
  // The same question is the same object in every rendering.
  const asked = useMemo(() => JSON.parse(question) as typeof input, [question]);
  const query = useInfiniteQuery<Page, OperationError, InfiniteData<Page>, readonly unknown[], string | null>({
    queryKey: [id, asked, 'pages'],
    queryFn: ({ pageParam }) => {
      const paged = pageParam === null ? asked : { ...asked, cursor: pageParam };
      return opened(bridge.api(id, paged as InputOf<Id>)) as Promise<Page>;
    },
    initialPageParam: null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
  });
  const { data, fetchNextPage, dataUpdatedAt } = query;
  const rows = useMemo(() => (data ? (data.pages.flatMap((page) => page.items) as Item[]) : (noItems as readonly Item[])), [data]);
  const total = data?.pages[0]?.total;
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const reload = useCallback(() => {
    const deep = (data?.pages.length ?? 0) > rereadPages;
    void (deep ? client.resetQueries({ queryKey: [id, asked, 'pages'] }) : client.invalidateQueries({ queryKey: [id] }));
  }, [client, data?.pages.length, id, asked]);
  const { seen } = news;
  useEffect(() => { seen(); }, [seen, dataUpdatedAt, question]);
  const waitsForConnection = query.isPending && query.fetchStatus === 'paused';
  const error = query.error ?? (waitsForConnection ? new OperationError({ code: 'unreachable', message: 'Offline' }) : null);
  return {
    rows,
    status: query.isPending && !waitsForConnection ? 'loading' : data === undefined && error ? 'error' : 'ready',
    stale: query.isPlaceholderData,
    total: total?.count,
    totalIsEstimate: total?.exact === false,
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    moreFailed: query.isFetchNextPageError,
    loadMore,
    readAt: online ? undefined : new Date(dataUpdatedAt).toISOString(),
    error,
    reload,
    question,
    notice: news.count > 0 ? { count: news.count, onShow: reload } : undefined,
  };
}
