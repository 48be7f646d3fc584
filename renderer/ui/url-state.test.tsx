import { act, cleanup, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterEach, describe, expect, it } from 'vitest';
import { choiceInUrl, choicesInUrl, numberInUrl, optionalInUrl, textInUrl, useUrlState } from './url-state.ts';

const shape = { q: textInUrl(), role: choicesInUrl(['user', 'admin']), kind: choiceInUrl(['person', 'contact'], undefined), days: numberInUrl, record: optionalInUrl };

function screenAt(location: string) {
  let router: ReturnType<typeof createMemoryRouter> | undefined;
  const wrapper = ({ children }: { children: ReactNode }) => {
    router ??= createMemoryRouter([{ path: '*', element: children }], { initialEntries: [location] });
    return <RouterProvider router={router} />;
  };
  const { result } = renderHook(() => useUrlState(shape), { wrapper });
  return { view: () => result.current[0], set: result.current[1], url: () => `${router?.state.location.pathname ?? ''}${router?.state.location.search ?? ''}`, back: () => router?.navigate(-1) };
}

afterEach(cleanup);

describe('C11: the state of a screen is its URL', () => {
  it('reads it, and takes what nobody can mean as not said', () => {
    const { view } = screenAt('/users?q=ada&role=admin&role=king&kind=ghost&days=x&record=1');
    expect(view()).toEqual({ q: 'ada', role: ['admin'], kind: undefined, days: undefined, record: '1' });
  });

  it('writes what differs from the usual, and keeps the rest of the address', () => {
    const screen = screenAt('/users?other=1');
    act(() => { screen.set({ q: 'ada & grace', role: ['user', 'admin'], days: 30 }); });
    expect(screen.url()).toBe('/users?other=1&q=ada+%26+grace&role=user&role=admin&days=30');
    act(() => { screen.set({ q: '', role: [], days: undefined }); });
    expect(screen.url()).toBe('/users?other=1');
  });

  it('leaves a step to go back to when asked', async () => {
    const screen = screenAt('/users');
    act(() => { screen.set({ q: 'ada' }); });
    act(() => { screen.set({ record: '7' }, { push: true }); });
    expect(screen.view().record).toBe('7');
    await act(async () => { await screen.back(); });
    expect(screen.url()).toBe('/users?q=ada');
  });
});
