import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import type { CallId, InputOf, OutputOf } from '#shared/contract/index.ts';
import { opened, useBridge } from './bridge-context.tsx';
import { useListNews } from './list-news.tsx';
import { OperationError } from './operation-error.ts';
import { refreshed } from './query-keys.ts';

export interface OperationOptions {
  /** False while the input is not yet known. */
  enabled?: boolean;
  /** The answer to the former input stays until the next one is there. */
  keepPrevious?: boolean;
  /** ms; asks again in this rhythm. */
  refetchInterval?: number | false;
}

/**
 * Asks one operation and keeps its answer under `[id, input]`. `error` is an `OperationError`; show it with
 * `OperationFailure`. Answers are renewed when the server tells of changes (C6).
 */
export function useOperation<Id extends CallId>(id: Id, input: InputOf<Id>, options: OperationOptions = {}): UseQueryResult<OutputOf<Id>, OperationError> {
  const bridge = useBridge();
  return useQuery<OutputOf<Id>, OperationError>({
    queryKey: [id, input],
    queryFn: () => opened<OutputOf<Id>>(bridge.api(id, input)),
    enabled: options.enabled ?? true,
    refetchInterval: options.refetchInterval ?? false,
    ...(options.keepPrevious && { placeholderData: keepPreviousData as never }),
  });
}

export interface MutationOptions<Id extends CallId> {
  /** Operations whose answers this write changes. Lists among them are read again. */
  invalidates?: readonly CallId[];
  onSuccess?: (output: OutputOf<Id>, input: InputOf<Id>) => void;
}

/**
 * A write: `const create = useMutationOf('users.create', { invalidates: ['users.list', 'overview.get'] })`,
 * then `create.mutate(input)` or `await create.mutateAsync(input)`. Never sent by itself later: offline, it
 * fails at once with `unreachable`.
 */
export function useMutationOf<Id extends CallId>(id: Id, options: MutationOptions<Id> = {}): UseMutationResult<OutputOf<Id>, OperationError, InputOf<Id>> {
  const bridge = useBridge();
  const client = useQueryClient();
  const news = useListNews();
  return useMutation<OutputOf<Id>, OperationError, InputOf<Id>>({
    mutationKey: [id],
    mutationFn: (input) => {
      const record = (input as { id?: unknown }).id;
      if (typeof record === 'string') news.expect(record);
      return opened<OutputOf<Id>>(bridge.api(id, input));
    },
    onSuccess: async (output, input) => {
      options.onSuccess?.(output, input);
      await refreshed(client, options.invalidates ?? []);
    },
  });
}
