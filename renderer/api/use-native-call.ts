import { useMutation } from '@tanstack/react-query';
import type { UseMutationResult } from '@tanstack/react-query';
import type { NativeCallId, NativeCalls } from '#shared/ipc.ts';
import { callNative, useBridge } from './bridge-context.tsx';
import type { OperationError } from './operation-error.ts';

type Input<Id extends NativeCallId> = NativeCalls[Id]['input'];
type Output<Id extends NativeCallId> = NativeCalls[Id]['output'];

/**
 * A native call that a button starts: `const save = useNativeCall('plans.saveFile')`, then `save.mutate(input)`;
 * `save.error` is an `OperationError` and is shown with `OperationProblem`.
 */
export function useNativeCall<Id extends NativeCallId>(
  id: Id,
  options: { onSuccess?: (output: Output<Id>, input: Input<Id>) => void } = {},
): UseMutationResult<Output<Id>, OperationError, Input<Id>> {
  const bridge = useBridge();
  return useMutation<Output<Id>, OperationError, Input<Id>>({
    mutationKey: [id],
    mutationFn: (input) => callNative(bridge, id, input),
    onSuccess: (output, input) => options.onSuccess?.(output, input),
  });
}
