import { describe, expect, it } from 'vitest';
import type { Column } from './column.ts';
import { copiedText } from './copied-text.ts';

const columns: Column<{ name: string; phone: string }>[] = [
  { id: 'name', header: 'Name', width: 100, render: ({ name }) => name, text: ({ name }) => name },
  { id: 'phone', header: 'Phone', width: 100, render: ({ phone }) => phone, text: ({ phone }) => phone },
];

describe('C10: rows are copied as text', () => {
  it('writes headings and rows with tabs between and every row on one line', () => {
    expect(copiedText(columns, [{ name: 'Ada\tLove\r\nlace', phone: '1' }])).toBe('Name\tPhone\nAda Love lace\t1');
  });

  it('C16: quotes what a spreadsheet would run, and leaves phone numbers alone', () => {
    const rows = [{ name: '=cmd|calc', phone: '+33 1 23 45' }, { name: '@SUM(1)', phone: '-12.5' }, { name: '+HYPERLINK("x")', phone: '-1+cmd' }];
    expect(copiedText(columns, rows).split('\n').slice(1)).toEqual(["'=cmd|calc\t+33 1 23 45", "'@SUM(1)\t-12.5", "'+HYPERLINK(\"x\")\t'-1+cmd"]);
  });
});
