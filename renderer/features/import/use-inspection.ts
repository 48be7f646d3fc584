import { useQuery } from '@tanstack/react-query';
import type { FileInspection, FileOverrides } from '#shared/file-inspection.ts';
import { callNative, useBridge } from '../../api/bridge-context.tsx';
import type { OperationError } from '../../api/operation-error.ts';
import { useOnline } from '../../api/connection-status.tsx';
import { useOperation } from '../../api/use-operation.ts';

/** Rows of the last file that was synchronized: the doctor compares (M3). Undefined while unknown. */
function useLastRowCount(): number | null | undefined {
  const online = useOnline();
  const { data, error } = useOperation('plans.list', { mode: ['synchronize'], state: ['applied'], limit: 1 });
  // Without an answer there is nothing to compare with; the file is read all the same.
  if (error || (!online && data === undefined)) return null;
  if (data === undefined) return undefined;
  return data.items[0]?.files[0]?.rows ?? null;
}

/** What the file worker finds in a file, read with these overrides. The former answer stays until the next is there. */
export function useInspection(handle: string | undefined, overrides: FileOverrides) {
  const bridge = useBridge();
  const lastRowCount = useLastRowCount();
  return useQuery<FileInspection, OperationError>({
    queryKey: ['files.inspect', handle, overrides, lastRowCount],
    queryFn: () => callNative(bridge, 'files.inspect', { handle: handle ?? '', overrides, lastRowCount: lastRowCount ?? null }),
    enabled: handle !== undefined && lastRowCount !== undefined,
    // The server is not asked: a file is read offline too.
    networkMode: 'always',
    staleTime: Infinity,
    retry: false,
    placeholderData: (before, query) => (query?.queryKey[1] === handle ? before : undefined),
  });
}
