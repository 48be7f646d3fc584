import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Surroundings } from '../testing/surroundings.tsx';
import type { Column, RowSource, Sort } from './column.ts';
import { DataTable } from './data-table.tsx';
import type { ColumnLayout } from './column-layout.ts';
import { nothingSelected } from './selection.ts';
import type { Selection } from './selection.ts';

interface Person {
  id: string;
  name: string;
  role: string;
}

const columns: Column<Person>[] = [
  { id: 'name', header: 'Name', width: 200, sortable: true, render: ({ name }) => name, text: ({ name }) => name },
  { id: 'role', header: 'Role', width: 100, sortable: true, render: ({ role }) => role, text: ({ role }) => role },
];
const people = (count: number): Person[] => Array.from({ length: count }, (_, index) => ({ id: `p${String(index)}`, name: `Person ${String(index)}`, role: 'user' }));
const rowId = ({ id }: Person) => id;

const source = (more: Partial<RowSource<Person>> = {}): RowSource<Person> => ({
  rows: people(100),
  status: 'ready',
  stale: false,
  total: 9_412,
  totalIsEstimate: false,
  hasMore: true,
  loadingMore: false,
  moreFailed: false,
  loadMore: () => undefined,
  readAt: undefined,
  ...more,
});

interface Told {
  selection: Selection;
  sort: Sort | undefined;
  opened: Person | undefined;
  copied: string;
  layout: ColumnLayout | undefined;
}

let told: Told;

function Table({ from = source(), notice }: { from?: RowSource<Person>; notice?: { count: number; onShow: () => void } }) {
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  told.selection = selection;
  return (
    <Surroundings onCopy={(text) => { told.copied = text; }} memory={{ read: () => undefined, write: (_id, layout) => { told.layout = layout; } }}>
      <DataTable
        id="people"
        label="People"
        columns={columns}
        source={from}
        rowId={rowId}
        sort={told.sort}
        onSortChange={(sort) => { told.sort = sort; }}
        selection={selection}
        onSelectionChange={setSelection}
        onOpen={(person) => { told.opened = person; }}
        bulkActions={(_selection, count) => <button type="button">Deactivate {count}</button>}
        empty={<p>Nobody here</p>}
        errorState={<p>It failed</p>}
        question="q"
        notice={notice}
      />
    </Surroundings>
  );
}

const selectedIds = () => (told.selection.kind === 'rows' ? [...told.selection.ids].sort() : 'matching');

beforeAll(() => {
  // jsdom has no layout: every element is as large as a table of twenty rows.
  Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { configurable: true, value: 720 });
  Object.defineProperty(HTMLElement.prototype, 'offsetWidth', { configurable: true, value: 900 });
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, value: 720 });
  HTMLElement.prototype.scrollTo = () => undefined;
});
beforeEach(() => {
  told = { selection: nothingSelected, sort: undefined, opened: undefined, copied: '', layout: undefined };
});
afterEach(cleanup);

async function enterTable() {
  const user = userEvent.setup();
  const grid = screen.getByRole('grid', { name: 'People' });
  grid.focus();
  await waitFor(() => { expect(grid.getAttribute('aria-activedescendant')).toContain('p0-name'); });
  return { user, grid };
}

describe('C9, C10: the table by keyboard', () => {
  it('moves by rows and columns, and Enter opens the record', async () => {
    render(<Table />);
    const { user, grid } = await enterTable();
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowRight}');
    expect(grid.getAttribute('aria-activedescendant')).toContain('p2-role');
    await user.keyboard('{Enter}');
    expect(told.opened?.id).toBe('p2');
  });

  it('selects with Space, extends with Shift, and clears with Escape', async () => {
    render(<Table />);
    const { user } = await enterTable();
    await user.keyboard('{ArrowDown} ');
    expect(selectedIds()).toEqual(['p1']);
    await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    expect(selectedIds()).toEqual(['p1', 'p2', 'p3']);
    await user.keyboard('{Escape}');
    expect(selectedIds()).toEqual([]);
  });

  it('sorts, resizes and moves a column from its heading', async () => {
    render(<Table />);
    const { user } = await enterTable();
    await user.keyboard('{ArrowUp}{ArrowRight}{Enter}');
    expect(told.sort).toEqual({ column: 'role', direction: 'ascending' });
    await user.keyboard('{Shift>}{ArrowRight}{/Shift}');
    await waitFor(() => { expect(told.layout?.widths).toEqual({ role: 116 }); });
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    await waitFor(() => { expect(told.layout?.order).toEqual(['role', 'name']); });
  });

  it('copies the selected rows as text', async () => {
    render(<Table />);
    const { user } = await enterTable();
    await user.keyboard(' {ArrowDown} {Control>}c{/Control}');
    expect(told.copied).toBe('Name\tRole\nPerson 0\tuser\nPerson 1\tuser');
  });
});

describe('C10: the table by pointer', () => {
  it('opens a row on a click, ticks with the box or Ctrl, takes a range with Shift', async () => {
    render(<Table />);
    const user = userEvent.setup();
    await user.click(await screen.findByText('Person 1'));
    expect(told.opened?.id).toBe('p1');
    await user.keyboard('{Control>}');
    await user.click(screen.getByText('Person 2'));
    await user.keyboard('{/Control}{Shift>}');
    await user.click(screen.getByText('Person 4'));
    await user.keyboard('{/Shift}');
    expect(selectedIds()).toEqual(['p2', 'p3', 'p4']);
  });

  it('offers everything that matches once all loaded rows are ticked', async () => {
    render(<Table />);
    const user = userEvent.setup();
    await user.click(screen.getByRole('checkbox', { name: 'Select all loaded rows' }));
    expect(screen.getByText('Deactivate 100')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Select all 9,412 that match' }));
    expect(selectedIds()).toBe('matching');
    expect(screen.getByText('Deactivate 9412')).toBeTruthy();
  });
});

describe('C10: the states of a list', () => {
  it('asks for the next page when the end comes near, and not while one is on its way', async () => {
    const loadMore = vi.fn();
    const { rerender } = render(<Table from={source({ rows: people(30), loadMore })} />);
    await waitFor(() => { expect(loadMore).toHaveBeenCalled(); });
    const calls = loadMore.mock.calls.length;
    rerender(<Table from={source({ rows: people(30), loadMore, loadingMore: true })} />);
    expect(loadMore.mock.calls.length).toBe(calls);
  });

  it('shows what to do when there is nothing, and when it failed', () => {
    const { rerender } = render(<Table from={source({ rows: [], hasMore: false, total: 0 })} />);
    expect(screen.getByText('Nobody here')).toBeTruthy();
    rerender(<Table from={source({ rows: [], status: 'error' })} />);
    expect(screen.getByText('It failed')).toBeTruthy();
  });

  it('C6: tells of changes without moving a row', async () => {
    const onShow = vi.fn();
    render(<Table notice={{ count: 3, onShow }} />);
    const notice = screen.getByText('3 changes').parentElement;
    await userEvent.setup().click(within(notice ?? document.body).getByRole('button', { name: 'Show' }));
    expect(onShow).toHaveBeenCalledOnce();
  });

  it('draws only the rows on screen, and says how many there are', async () => {
    render(<Table from={source({ rows: people(5_000) })} />);
    await screen.findByText('Person 0');
    expect(screen.getAllByRole('row').length).toBeLessThan(60);
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('9413');
    expect(screen.getByText('5,000 of 9,412 rows')).toBeTruthy();
  });
});
