import { QueryClient } from '@tanstack/react-query';
import { problemOf } from './operation-error.ts';

/** Codes after which trying again by itself can help. */
const passing = new Set(['unavailable', 'timed_out']);

/**
 * The cache of one connection. Questions wait while the connection is offline and are asked again by
 * themselves when it is back; writes are never queued (C5).
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'online',
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: 'always',
        retry: (failures, error) => failures < 2 && passing.has(problemOf(error).code),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
