/**
 * Spreadsheets write characters that XML cannot hold as `_xHHHH_`, and a literal `_xHHHH_` with its underscore escaped.
 */

const written = /_x([0-9A-Fa-f]{4})_/gu;
const literal = /_(?=x[0-9A-Fa-f]{4}_)/gu;
const notInXml = /[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]/gu;
const needsWork = /[&<>\u0000-\u0008\u000B-\u001F\uD800-\uDFFF\uFFFE\uFFFF]|_x/u;

/** The text behind a cell's escapes. Half surrogate pairs, which are no characters, become U+FFFD. */
export function unescapeCell(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(written, (_, hexadecimal: string) => String.fromCharCode(Number.parseInt(hexadecimal, 16))).toWellFormed();
}

/** Text as the content of a cell's XML: markup and characters that XML cannot hold escaped. */
export function escapeCell(text: string): string {
  if (!needsWork.test(text)) return text;
  return text
    .toWellFormed()
    .replace(literal, '_x005F_')
    .replace(notInXml, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(/&/gu, '&amp;')
    .replace(/</gu, '&lt;')
    .replace(/>/gu, '&gt;');
}

/** Text as the value of an XML attribute. */
export function escapeAttribute(text: string): string {
  return text.toWellFormed().replace(notInXml, ' ').replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/"/gu, '&quot;').replace(/[\t\n]/gu, ' ');
}
