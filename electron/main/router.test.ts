import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { nativeCallIds } from '#shared/ipc.ts';
import { createRouter, type NativeHandlers } from './router.ts';

const id = '01990000-0000-7000-8000-000000000001';

function open(answer: () => Promise<unknown> = () => Promise.resolve(null)) {
  const reached: unknown[] = [];
  const defects: unknown[] = [];
  const reach = (name: string) => (input: unknown): Promise<never> => {
    reached.push([name, input]);
    return answer() as Promise<never>;
  };
  const native = Object.fromEntries(nativeCallIds.map((call) => [call, reach(call)])) as unknown as NativeHandlers;
  const router = createRouter({ call: (call, input) => reach(call)(input), native, onDefect: (_what, error) => defects.push(error) });
  return { router, reached, defects };
}

describe('C1: the page’s calls', () => {
  it('C1: a good call reaches its operation with checked input', async () => {
    const { router, reached } = open();
    expect(await router.api('users.get', { id, extra: 1 })).toEqual({ ok: true, data: null });
    expect(await router.api('session.get', undefined)).toEqual({ ok: true, data: null });
    expect(await router.call('tasks.list', null)).toEqual({ ok: true, data: null });
    expect(reached).toEqual([['users.get', { id }], ['session.get', {}], ['tasks.list', null]]);
  });

  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;

  it.each<[string, unknown, unknown]>([
    ['an operation that does not exist', 'users.destroy', {}],
    ['a name of every object', 'constructor', {}],
    ['a prototype name', '__proto__', {}],
    ['no name', 7, {}],
    ['an object as a name', { toString: 'users.get' }, {}],
    ['a stream', 'users.export', {}],
    ['an operation that answers a token', 'session.local', { secret: 'x'.repeat(20), username: 'a', displayName: 'a' }],
    ['a wrong type', 'users.get', { id: 7 }],
    ['text instead of an object', 'users.get', 'id'],
    ['a path in an id', 'users.get', { id: '../../settings' }],
    ['a prototype key', 'users.get', JSON.parse(`{"id":"${id}","__proto__":{"polluted":true}}`)],
    ['a constructor key', 'users.get', { id, constructor: { prototype: {} } }],
    ['a map', 'users.get', new Map([['id', id]])],
    ['a date', 'users.list', { q: new Date() }],
    ['a very long text', 'users.list', { q: 'x'.repeat(3_000_000) }],
    ['a very deep value', 'users.list', { q: nested(100) }],
    ['a value that contains itself', 'users.list', circular],
  ])('C15: %s is refused and reaches nothing', async (_what, operation, input) => {
    const { router, reached } = open();
    const answer = await router.api(operation, input);
    expect(answer).toMatchObject({ ok: false });
    expect(['invalid_input', 'not_allowed', 'too_large']).toContain(answer.ok ? '' : answer.error.code);
    expect(reached).toEqual([]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it.each<[string, unknown, unknown]>([
    ['a call that does not exist', 'app.quit', null],
    ['a prototype name', 'toString', null],
    ['input where none is expected', 'tasks.list', { id }],
    ['no input where some is expected', 'tasks.cancel', null],
    ['a path instead of a handle', 'files.inspect', { handle: '/etc/passwd', overrides: {}, lastRowCount: null }],
    ['an unknown override', 'files.inspect', { handle: 'a'.repeat(24), overrides: { path: '/etc/passwd' }, lastRowCount: null }],
    ['an address as a location', 'preferences.set', { lastLocation: 'https://example.com' }],
    ['a token with line breaks', 'connections.update', { id, token: 'qd_token\r\nX-Header: 1' }],
    ['another purpose', 'files.choose', { purpose: 'anything' }],
  ])('C15: %s is refused and reaches nothing', async (_what, call, input) => {
    const { router, reached } = open();
    expect(await router.call(call, input)).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
    expect(reached).toEqual([]);
  });

  it('C1, C14: a refusal keeps its code, reason and request id', async () => {
    const { router, defects } = open(() => Promise.reject(new AppError('not_allowed', 'No', { reason: 'own_account', requestId: 'r' })));
    expect(await router.api('users.get', { id })).toEqual({ ok: false, error: { code: 'not_allowed', message: 'No', reason: 'own_account', requestId: 'r' } });
    expect(defects).toEqual([]);
  });

  it('C1: a defect is logged and reveals nothing', async () => {
    const { router, defects } = open(() => Promise.reject(new TypeError('secret path /home/anna')));
    expect(await router.call('tasks.list', null)).toEqual({ ok: false, error: { code: 'internal', message: 'Internal error' } });
    expect(defects.length).toBe(1);
  });
});
