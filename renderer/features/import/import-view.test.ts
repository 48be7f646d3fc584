import { describe, expect, it } from 'vitest';
import { planOptions } from '#shared/schemas/plans.ts';
import { fitMapping, importView, knowsWho, optionsOf, overridesOf, withField, withoutCorrection } from './import-view.ts';
import type { ImportView } from './import-view.ts';

/** The wizard's state that a query string stands for. */
function viewOf(query: string): ImportView {
  const parameters = new URLSearchParams(query);
  return Object.fromEntries(Object.entries(importView).map(([name, value]) => [name, value.read(parameters.getAll(name))])) as ImportView;
}

const columns = (headers: (string | null)[]) => headers.map((header, index) => ({ index, header, field: null }));

describe('the wizard’s state in its URL (C11)', () => {
  it('brings back the file, the decisions and the step', () => {
    const view = viewOf('file=h1&name=people.csv&step=mode&mode=synchronize&absent=keep&read=%7B%22encoding%22%3A%22windows-1252%22%7D');
    expect(view).toMatchObject({ file: 'h1', name: 'people.csv', step: 'mode', mode: 'synchronize', absent: 'keep', read: { encoding: 'windows-1252' } });
  });

  it('reads what is no decision as none', () => {
    for (const text of ['', '[', '[]', '"x"', 'null', '3']) expect(viewOf(`read=${encodeURIComponent(text)}`).read).toEqual({});
  });

  it('starts with the mode that leaves everybody else alone (M7)', () => {
    expect(viewOf('').mode).toBe('upsert');
  });
});

describe('what the server is told to do', () => {
  it('M6: a scope waits for its value, and every complete one is what the contract knows', () => {
    expect(optionsOf(viewOf('mode=synchronize&scope=company'))).toBeNull();
    const queries = ['scope=all', 'scope=createdByImport', 'scope=company&scopeValue=Acme', 'scope=identitySource&scopeValue=okta', 'scope=organization&scopeValue=0193b1c0-0000-7000-8000-000000000001'];
    for (const query of queries) expect(planOptions.safeParse(optionsOf(viewOf(`mode=synchronize&${query}`))).success).toBe(true);
  });

  it('M8: a file of people to remove is read as such', () => {
    expect(overridesOf({ read: {}, mode: 'delete' })).toEqual({ purpose: 'removal' });
    expect(overridesOf({ read: { delimiter: ';' }, mode: 'upsert' })).toEqual({ delimiter: ';' });
  });

  it('M9: somebody is known by username, email or external id; for removal only by the first two', () => {
    expect(knowsWho(['displayName', 'email'], 'upsert')).toBe(true);
    expect(knowsWho(['externalId'], 'upsert')).toBe(true);
    expect(knowsWho(['externalId'], 'delete')).toBe(false);
    expect(knowsWho(['displayName', null], 'upsert')).toBe(false);
  });
});

describe('matching columns (M2)', () => {
  it('gives a field to one column only', () => {
    expect(withField(['username', 'email', null], 2, 'email')).toEqual(['username', null, 'email']);
    expect(withField(['username', 'email', null], 1, null)).toEqual(['username', null, null]);
  });

  it('uses a saved matching by header, whatever the order of the columns', () => {
    const saved = { headers: ['Login', 'Mail', 'Floor'], columns: ['username', 'email', null] };
    expect(fitMapping(saved, columns(['mail ', 'Login', 'New']))).toEqual({ mapping: ['email', 'username', null], fitting: 2 });
  });

  it('uses a saved matching by place where there are no headers', () => {
    expect(fitMapping({ headers: ['', ''], columns: ['username', 'email'] }, columns([null, null, null]))).toEqual({ mapping: ['username', 'email', null], fitting: 2 });
  });

  it('M3: a correction is taken back alone', () => {
    expect(withoutCorrection({ encoding: 'utf-8', skipBlankRows: true }, { skipBlankRows: true })).toEqual({ encoding: 'utf-8' });
  });
});
