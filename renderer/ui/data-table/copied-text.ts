import type { Column } from './column.ts';

/** What a spreadsheet would run on pasting. A plain signed number or phone number is harmless. */
const formula = /^(?:[=@]|[+-](?![\d\s().-]*$))/u;

function cellText(text: string): string {
  const oneLine = text.replace(/[\t\r\n]+/gu, ' ');
  return formula.test(oneLine) ? `'${oneLine}` : oneLine;
}

/** Rows as tab-separated text with their headings; a value that a spreadsheet would run is quoted with `'` (C16). */
export function copiedText<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map((column) => cellText(column.text(row))).join('\t'));
  return [columns.map((column) => column.header).join('\t'), ...lines].join('\n');
}
