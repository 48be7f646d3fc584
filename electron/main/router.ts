import type { z } from 'zod';
import { isOperationId, operations, type CallId, type InputOf, type OutputOf } from '#shared/contract/index.ts';
import type { Operation } from '#shared/contract/operation.ts';
import { AppError, type FieldError } from '#shared/errors.ts';
import { nativeCallIds, type Envelope, type NativeCallId, type NativeCalls } from '#shared/ipc.ts';
import { problemOf } from '../api/server-link.ts';
import { nativeInputs } from './native-inputs.ts';
import { assertPlain } from './plain-input.ts';

/** What each native call does with its checked input. */
export type NativeHandlers = { [Id in NativeCallId]: (input: NativeCalls[Id]['input']) => Promise<NativeCalls[Id]['output']> };

export type RouterOptions = {
  call: <Id extends CallId>(id: Id, input: InputOf<Id>) => Promise<OutputOf<Id>>;
  native: NativeHandlers;
  onDefect: (what: string, error: unknown) => void;
};

/** The page's calls: checked, performed, and answered with an envelope, whatever happens. */
export type Router = {
  api(id: unknown, input: unknown): Promise<Envelope<unknown>>;
  call(id: unknown, input: unknown): Promise<Envelope<unknown>>;
};

/** Their answers hold a token, which never goes to the page (C1); main calls them itself. */
const reserved = new Set<string>(['session.local', 'setup.complete'] satisfies CallId[]);

export function createRouter({ call, native, onDefect }: RouterOptions): Router {
  async function answer(what: unknown, perform: () => Promise<unknown>): Promise<Envelope<unknown>> {
    try {
      return { ok: true, data: await perform() };
    } catch (error) {
      if (!(error instanceof AppError)) onDefect(String(what).slice(0, 100), error);
      return { ok: false, error: problemOf(error) };
    }
  }

  return {
    api: (id, input) => answer(id, async () => {
      if (!isOperationId(id)) throw new AppError('invalid_input', 'There is no such operation');
      const row: Operation = operations[id];
      if (row.stream === true || reserved.has(id)) throw new AppError('not_allowed', 'This operation cannot be called from the page');
      return call(id as CallId, checked(row.input, input ?? {}) as InputOf<CallId>);
    }),
    call: (id, input) => answer(id, async () => {
      const known = nativeCallIds.find((each) => each === id);
      if (known === undefined) throw new AppError('invalid_input', 'There is no such call');
      return perform(native, known, checked(nativeInputs[known], input ?? null));
    }),
  };
}

/** The schema of a call checks the very input that its handler takes. */
function perform<Id extends NativeCallId>(native: NativeHandlers, id: Id, input: unknown): Promise<NativeCalls[Id]['output']> {
  return native[id](input as NativeCalls[Id]['input']);
}

function checked(schema: z.ZodType, input: unknown): unknown {
  assertPlain(input);
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors: FieldError[] = parsed.error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new AppError('invalid_input', 'The input is not valid', { errors });
}
