import { onlineManager } from '@tanstack/react-query';
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import type { InputOf, OutputOf } from '#shared/contract/index.ts';
import type { ConnectionStatus } from '#shared/ipc.ts';
import { Connected } from './testing/connected.tsx';
import { Refusal, SpokenBridge } from './testing/spoken-bridge.ts';
import { useMutationOf, useOperation } from './use-operation.ts';
import { useOperationPages } from './use-operation-pages.ts';

type Page = OutputOf<'organizations.list'>;

const organization = (index: number): Page['items'][number] => ({
  id: `01999999-0000-7000-8000-${String(index).padStart(12, '0')}`,
  slug: `o${String(index)}`,
  name: `Organization ${String(index)}`,
  description: '',
  members: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
});

function listOf(count: number) {
  return ({ cursor, q }: InputOf<'organizations.list'>): Page => {
    const from = cursor === undefined ? 0 : Number(cursor);
    const all = Array.from({ length: count }, (_, index) => organization(index)).filter(({ name }) => name.includes(q ?? ''));
    const items = all.slice(from, from + 100);
    return { items, nextCursor: from + 100 < all.length ? String(from + 100) : null, total: { count: all.length, exact: true } };
  };
}

const licences: OutputOf<'licences.get'> = { capacity: 900, used: 812, reserved: 0, nonCounting: 0, free: 88 };
const around = (bridge: SpokenBridge, status?: ConnectionStatus) =>
  function Around({ children }: { children: ReactNode }) {
    return <Connected bridge={bridge} {...(status && { status })}>{children}</Connected>;
  };
const offline: ConnectionStatus = { connectionId: 'c', state: 'offline', since: '2026-11-24T08:00:00.000Z' };
const change = (table: string, recordId: string) => ({ table, recordId, action: 'update', sequence: 1 });

afterEach(() => {
  cleanup();
  onlineManager.setOnline(true);
});

describe('operations', () => {
  it('answers data, and a refusal as the problem that came over IPC', async () => {
    const bridge = new SpokenBridge({
      'licences.get': () => licences,
      'overview.get': () => { throw new Refusal({ code: 'not_allowed', message: 'No', requestId: 'r1' }); },
    });
    const { result } = renderHook(() => ({ good: useOperation('licences.get', {}), bad: useOperation('overview.get', {}) }), { wrapper: around(bridge) });
    await waitFor(() => { expect(result.current.good.data).toEqual(licences); });
    await waitFor(() => { expect(result.current.bad.error?.problem).toEqual({ code: 'not_allowed', message: 'No', requestId: 'r1' }); });
    expect(bridge.count('overview.get')).toBe(1);
  });

  it('C5: waits while offline and asks by itself when the server is back', async () => {
    const bridge = new SpokenBridge({ 'licences.get': () => licences });
    const { result } = renderHook(() => useOperation('licences.get', {}), { wrapper: around(bridge, offline) });
    await act(() => new Promise((resolve) => { setTimeout(resolve, 20); }));
    expect(bridge.count('licences.get')).toBe(0);
    act(() => { onlineManager.setOnline(true); });
    await waitFor(() => { expect(result.current.data).toEqual(licences); });
  });

  it('C5: a write offline fails at once and is not sent later', async () => {
    const bridge = new SpokenBridge({ 'samples.load': () => { throw new Refusal({ code: 'unreachable', message: 'Offline' }); } });
    const { result } = renderHook(() => useMutationOf('samples.load'), { wrapper: around(bridge, offline) });
    await act(async () => { await result.current.mutateAsync({}).catch(() => undefined); });
    await waitFor(() => { expect(result.current.error?.problem.code).toBe('unreachable'); });
    act(() => { onlineManager.setOnline(true); });
    expect(bridge.count('samples.load')).toBe(1);
  });
});

describe('U14: lists of any length', () => {
  it('reads page after page by cursor, and says how many there are', async () => {
    const bridge = new SpokenBridge({ 'organizations.list': listOf(250) });
    const { result } = renderHook(() => useOperationPages('organizations.list', {}), { wrapper: around(bridge) });
    await waitFor(() => { expect(result.current.rows.length).toBe(100); });
    expect(result.current.total).toBe(250);
    act(() => { result.current.loadMore(); });
    await waitFor(() => { expect(result.current.rows.length).toBe(200); });
    act(() => { result.current.loadMore(); });
    await waitFor(() => { expect(result.current.rows.at(-1)?.name).toBe('Organization 249'); });
    expect(result.current.hasMore).toBe(false);
  });

  it('keeps the rows of the former question until the next answer is there', async () => {
    const bridge = new SpokenBridge({ 'organizations.list': listOf(30) });
    const { result, rerender } = renderHook(({ q }) => useOperationPages('organizations.list', { q }), { wrapper: around(bridge), initialProps: { q: '1' } });
    await waitFor(() => { expect(result.current.status).toBe('ready'); });
    rerender({ q: '29' });
    expect(result.current.stale).toBe(true);
    expect(result.current.rows.length).toBeGreaterThan(1);
    await waitFor(() => { expect(result.current.rows.map(({ name }) => name)).toEqual(['Organization 29']); });
  });

  it('is a failed list when nothing was ever read and the server does not answer', async () => {
    const bridge = new SpokenBridge({ 'organizations.list': listOf(1) });
    const { result } = renderHook(() => useOperationPages('organizations.list', {}), { wrapper: around(bridge, offline) });
    await waitFor(() => { expect(result.current.status).toBe('error'); });
    expect(result.current.error?.problem.code).toBe('unreachable');
  });
});

describe('C6: changes made elsewhere', () => {
  it('renew figures on screen by themselves, and only count behind lists', async () => {
    const bridge = new SpokenBridge({ 'organizations.list': listOf(3), 'overview.get': () => { throw new Refusal({ code: 'not_allowed', message: '' }); }, 'licences.get': () => licences });
    const { result } = renderHook(() => ({ list: useOperationPages('organizations.list', {}), figures: useOperation('overview.get', {}) }), { wrapper: around(bridge) });
    await waitFor(() => { expect(result.current.list.rows.length).toBe(3); });
    const before = bridge.count('organizations.list');
    act(() => {
      bridge.tell('change', change('organizations', 'a'));
      bridge.tell('change', change('organizations', 'b'));
      bridge.tell('change', change('organizations', 'b'));
    });
    expect(result.current.list.notice?.count).toBe(2);
    await waitFor(() => { expect(bridge.count('overview.get')).toBe(2); });
    expect(bridge.count('organizations.list')).toBe(before);
    act(() => { result.current.list.notice?.onShow(); });
    await waitFor(() => { expect(result.current.list.notice).toBeUndefined(); });
    expect(bridge.count('organizations.list')).toBe(before + 1);
  });

  it('the echo of an own write is no news', async () => {
    const record = '01999999-0000-7000-8000-000000000001';
    const bridge = new SpokenBridge({ 'users.list': () => ({ items: [], nextCursor: null, total: { count: 0, exact: true } }), 'users.delete': () => ({}) });
    const { result } = renderHook(() => ({ list: useOperationPages('users.list', {}), remove: useMutationOf('users.delete') }), { wrapper: around(bridge) });
    await waitFor(() => { expect(result.current.list.status).toBe('ready'); });
    await act(() => result.current.remove.mutateAsync({ id: record, version: 1 }));
    act(() => { bridge.tell('change', change('users', record)); });
    expect(result.current.list.notice).toBeUndefined();
    act(() => { bridge.tell('change', change('users', 'another')); });
    expect(result.current.list.notice?.count).toBe(1);
  });
});
