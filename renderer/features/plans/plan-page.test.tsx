import { act, cleanup, configure, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Plan, PlanRow } from '#shared/schemas/plans.ts';
import { Refusal, SpokenBridge } from '../../api/testing/spoken-bridge.ts';
import { aSession, withLayout } from '../../api/testing/signed-in.tsx';
import { openPlanPage } from './testing/open-plan-page.tsx';
import { aPlan, aRow, counts } from './testing/plan-samples.ts';

const brake = { held: true, people: 38, activePeople: 927, percent: 4.1, recentPeople: 19, percentWithRecent: 6.15, limitPercent: 5, limitPeople: 500, needsApproval: false };
const heldPlan = aPlan({ state: 'held', brake, counts: counts({ create: 96, update: 578, deactivate: 38, unchanged: 8_700, invalid: 1, dangerous: 38, blockedAbsent: 142 }) });
const wrongRow = aRow({
  number: 3, line: 812, action: 'invalid', userId: null, displayName: 'éric', username: 'éric', email: 'éric@@', changes: [], dangerous: false,
  issues: [{ code: 'not_an_email', severity: 'error', field: 'email', column: 'C', value: 'éric@@', details: {} }],
});

function bridgeOf(plan: Plan, rows: PlanRow[] = [aRow()], more: ConstructorParameters<typeof SpokenBridge>[0] = {}) {
  let present = plan;
  return new SpokenBridge(
    {
      'plans.get': () => present,
      'plans.rows': () => ({ items: rows, nextCursor: null, total: { count: rows.length, exact: true } }),
      'organizations.list': () => ({ items: [], nextCursor: null, total: { count: 0, exact: true } }),
      'plans.editRow': () => (present = { ...present, version: present.version + 1 }),
      'session.setPassword': () => ({}),
      ...more,
    },
    { 'plans.apply': () => ({ taskId: 't1' }), 'plans.recompute': () => ({ taskId: 't2' }) },
  );
}

const inputOf = (bridge: SpokenBridge, id: string) => bridge.asked.find((asked) => asked.id === id)?.input;

beforeAll(() => {
  // The first screen of a file is drawn while everything it needs is still being compiled.
  configure({ asyncUtilTimeout: 10_000 });
  withLayout();
});
afterEach(cleanup);

describe('a held plan (M14)', () => {
  it('says in numbers and words why it waits, and who is left alone (M13)', async () => {
    openPlanPage(bridgeOf(heldPlan));
    expect(await screen.findByText(/38 people would lose access, a role or a licence: 38 deactivated/)).toBeTruthy();
    expect(screen.getByText(/4.1% of active people, 6.2% with the last 24 h \(limit 5%\)/)).toBeTruthy();
    expect(screen.getByText(/142 people who are not in the file are left alone/)).toBeTruthy();
    expect(screen.getByText('nothing has changed yet')).toBeTruthy();
  });

  it('is applied with exactly the number and the password again', async () => {
    const bridge = bridgeOf(heldPlan);
    openPlanPage(bridge);
    const apply = await screen.findByRole<HTMLButtonElement>('button', { name: 'Apply 712 changes' });
    const number = screen.getByRole('textbox', { name: 'Type 38 to continue' });
    expect(apply.disabled).toBe(true);
    await userEvent.type(number, '37');
    expect(apply.disabled).toBe(true);
    await userEvent.clear(number);
    await userEvent.type(number, '38');
    await userEvent.click(apply);
    const dialog = await screen.findByRole('dialog', { name: 'Confirm for 38 people on Acme production' });
    expect(bridge.count('plans.apply')).toBe(0);
    await userEvent.type(within(dialog).getByLabelText('Your password again'), 'correct horse battery');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Apply 712 changes' }));
    await waitFor(() => { expect(inputOf(bridge, 'plans.apply')).toEqual({ id: heldPlan.id, hash: heldPlan.hash, confirmation: { count: 38, password: 'correct horse battery' } }); });
  });

  it('lets somebody without a password set one first, where it is asked for', async () => {
    const bridge = bridgeOf(heldPlan);
    openPlanPage(bridge, { session: aSession({ hasPassword: false }) });
    await userEvent.type(await screen.findByRole('textbox', { name: 'Type 38 to continue' }), '38{Enter}');
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByLabelText('New password'), 'four words in a row');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Set password' }));
    await waitFor(() => { expect(within(dialog).getByLabelText('Your password again')).toBeTruthy(); });
    expect(inputOf(bridge, 'session.setPassword')).toEqual({ password: 'four words in a row' });
  });

  it('waits for the approval of a second administrator, which its maker is not offered', async () => {
    const waiting = { ...heldPlan, brake: { ...brake, needsApproval: true } };
    const { unmount } = openPlanPage(bridgeOf(waiting));
    expect(await screen.findByText(/You made this plan, so another administrator must approve it/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Approve this plan' })).toBeNull();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Apply 712 changes' }).disabled).toBe(true);
    unmount();
    const bridge = bridgeOf(waiting, [aRow()], { 'plans.approve': () => waiting });
    openPlanPage(bridge, { session: aSession({ id: '0193b1c0-0000-7000-8000-0000000000ff' }) });
    await userEvent.click(await screen.findByRole('button', { name: 'Approve this plan' }));
    await userEvent.type(await screen.findByLabelText('Your password again'), 'secret');
    await userEvent.click(screen.getByRole('button', { name: 'Approve' }));
    await waitFor(() => { expect(inputOf(bridge, 'plans.approve')).toEqual({ id: waiting.id, hash: waiting.hash, password: 'secret' }); });
  });
});

describe('the rows of a plan', () => {
  it('M11: a problem is named with line, column, value and what to do, and set aside where it stands (M13)', async () => {
    const bridge = bridgeOf(heldPlan, [wrongRow]);
    openPlanPage(bridge, { query: '?show=problems' });
    expect(await screen.findByText('line 812, column C “éric@@”')).toBeTruthy();
    expect(screen.getByText('is not an email address')).toBeTruthy();
    expect(screen.getByText(/Correct it, as in ada@example.org/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Set aside: éric' }));
    await waitFor(() => { expect(inputOf(bridge, 'plans.editRow')).toEqual({ id: heldPlan.id, number: 3, setAside: true }); });
  });

  it('M13: a wrong cell is corrected where it stands', async () => {
    const bridge = bridgeOf(heldPlan, [wrongRow]);
    openPlanPage(bridge, { query: '?show=problems' });
    await userEvent.click(await screen.findByRole('button', { name: 'Edit value: éric' }));
    const cell = await screen.findByLabelText('Email');
    await userEvent.clear(cell);
    await userEvent.type(cell, 'eric@example.org{Enter}');
    await waitFor(() => { expect(inputOf(bridge, 'plans.editRow')).toEqual({ id: heldPlan.id, number: 3, values: { email: 'eric@example.org' } }); });
  });

  it('opens a row by keyboard and shows each field before and after', async () => {
    openPlanPage(bridgeOf(heldPlan));
    const toggle = await screen.findByRole('button', { name: 'Show what changes for Alan Turing' });
    toggle.focus();
    await userEvent.keyboard('{ArrowRight}');
    const table = await screen.findByRole('table', { name: '' });
    expect(within(table).getByRole('row', { name: 'Role User Admin' })).toBeTruthy();
    await userEvent.keyboard('{ArrowLeft}');
    await waitFor(() => { expect(screen.queryByRole('row', { name: 'Role User Admin' })).toBeNull(); });
  });
});

describe('what came of a plan', () => {
  it('M16: names the people and fields that changed since, and plans again with one press', async () => {
    const failure = { code: 'conflict', reason: 'people_changed', message: '', rows: [{ name: 'Alan Turing', fields: ['jobTitle', 'company'] }] };
    const bridge = bridgeOf(aPlan({ failure }));
    openPlanPage(bridge);
    expect(await screen.findByText('Alan Turing: Job title and Company')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Plan again' }));
    await waitFor(() => { expect(inputOf(bridge, 'plans.recompute')).toEqual({ id: heldPlan.id }); });
  });

  it('M18, M20: an applied plan says what was done and offers its undo and its report', async () => {
    openPlanPage(bridgeOf(aPlan({ state: 'applied', appliedAt: '2026-11-24T14:05:00.000Z', appliedBy: { id: heldPlan.id, name: 'Ada Lovelace' } })));
    expect(await screen.findByText(/96 created, 578 changed,? and 38 deactivated\./)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Undo' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Download report' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Apply/ })).toBeNull();
  });

  it('C7: as soon as the work begins, the screen shows how far it is and how to stop it', async () => {
    let present = aPlan();
    const bridge = bridgeOf(present, [aRow()], { 'plans.get': () => present, 'plans.cancel': () => present });
    openPlanPage(bridge);
    await screen.findByRole('button', { name: 'Apply 712 changes' });
    present = aPlan({ state: 'applying', progress: { phase: 'applying', done: 300, total: 712 } });
    act(() => {
      bridge.tell('tasks', [{ id: 't1', kind: 'apply', title: 'x', state: 'running', phase: 'applying', done: 0, total: null, startedAt: '2026-11-24T14:05:00.000Z', endedAt: null, remaining: null, planId: present.id, savedAs: null, error: null }]);
    });
    expect(await screen.findByText('300 of 712')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => { expect(bridge.count('plans.cancel')).toBe(1); });
  });

  it('a refusal that comes while the work begins stands beside the button too', async () => {
    const bridge = bridgeOf(aPlan());
    openPlanPage(bridge);
    await userEvent.click(await screen.findByRole('button', { name: 'Apply 712 changes' }));
    await waitFor(() => { expect(bridge.count('plans.apply')).toBe(1); });
    act(() => {
      bridge.tell('tasks', [{ id: 't1', kind: 'apply', title: 'x', state: 'failed', phase: 'passwords', done: 0, total: null, startedAt: '2026-11-24T14:05:00.000Z', endedAt: '2026-11-24T14:05:01.000Z', remaining: null, planId: heldPlan.id, savedAs: null, error: { code: 'conflict', reason: 'plan_expired', message: 'x' } }]);
    });
    expect(await screen.findByText('This plan has expired.')).toBeTruthy();
  });

  it('a refusal to apply stands beside the button, in words', async () => {
    const bridge = bridgeOf(aPlan());
    bridge.natives['plans.apply'] = () => { throw new Refusal({ code: 'conflict', reason: 'plan_changed', message: 'x' }); };
    openPlanPage(bridge);
    await userEvent.click(await screen.findByRole('button', { name: 'Apply 712 changes' }));
    expect(await screen.findByText('This is not the plan that you looked at.')).toBeTruthy();
  });
});

describe('what a session may do', () => {
  it('a reader reads the plan and is told that they cannot apply it', async () => {
    openPlanPage(bridgeOf(aPlan(), [wrongRow]), { session: aSession({ grants: { imports: 'reader' } }), query: '?show=problems' });
    expect(await screen.findByText(/Your roles let you read this plan, not apply it/)).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Apply 712 changes' }).disabled).toBe(true);
    expect(screen.queryByRole('button', { name: /Set aside/ })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Discard plan' })).toBeNull();
  });

  it('C13: the same in French', async () => {
    openPlanPage(bridgeOf(heldPlan), { language: 'fr' });
    expect(await screen.findByText(/38 personnes perdraient un accès, un rôle ou une licence/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Appliquer 712 changements' })).toBeTruthy();
  });
});
