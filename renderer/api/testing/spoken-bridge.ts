import type { CallId, InputOf, OutputOf } from '#shared/contract/index.ts';
import type { Problem } from '#shared/errors.ts';
import type { Bridge, Envelope, NativeCallId, NativeCalls, NativeEventId, NativeEvents } from '#shared/ipc.ts';

type Operations = { [Id in CallId]?: (input: InputOf<Id>) => OutputOf<Id> | Promise<OutputOf<Id>> };
type Natives = { [Id in NativeCallId]?: (input: NativeCalls[Id]['input']) => NativeCalls[Id]['output'] };

/** Thrown by an answer of a `SpokenBridge` to refuse. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

async function enveloped(answer: () => unknown): Promise<Envelope<never>> {
  try {
    return { ok: true, data: (await answer()) as never };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.problem };
    throw error;
  }
}

/** Main's side of the bridge for tests: answers what it was given answers for, and tells events on demand. */
export class SpokenBridge implements Bridge {
  /** What was asked, in order. */
  readonly asked: { id: string; input: unknown }[] = [];
  readonly operations: Operations;
  readonly natives: Natives;
  readonly #listeners = new Map<NativeEventId, Set<(event: never) => void>>();

  constructor(operations: Operations = {}, natives: Natives = {}) {
    this.operations = operations;
    this.natives = natives;
  }

  api<Id extends CallId>(id: Id, input: InputOf<Id>): Promise<Envelope<OutputOf<Id>>> {
    this.asked.push({ id, input });
    const answer = this.operations[id];
    if (!answer) return Promise.resolve({ ok: false, error: { code: 'not_found', message: id } });
    return enveloped(() => answer(input));
  }

  call<Id extends NativeCallId>(id: Id, input: NativeCalls[Id]['input']): Promise<Envelope<NativeCalls[Id]['output']>> {
    this.asked.push({ id, input });
    const answer = this.natives[id];
    if (!answer) return Promise.resolve({ ok: false, error: { code: 'not_found', message: id } });
    return enveloped(() => answer(input));
  }

  fileDropped(file: File): Promise<Envelope<{ handle: string; name: string; size: number }>> {
    return Promise.resolve({ ok: true, data: { handle: `dropped-${file.name}`, name: file.name, size: file.size } });
  }

  on<Id extends NativeEventId>(id: Id, listener: (event: NativeEvents[Id]) => void): () => void {
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners.add(listener as (event: never) => void));
    return () => listeners.delete(listener as (event: never) => void);
  }

  /** What main would tell unasked. */
  tell<Id extends NativeEventId>(id: Id, event: NativeEvents[Id]): void {
    for (const listener of this.#listeners.get(id) ?? []) (listener as (event: NativeEvents[Id]) => void)(event);
  }

  /** How often an operation or native call was asked. */
  count(id: string): number {
    return this.asked.filter((asked) => asked.id === id).length;
  }
}
