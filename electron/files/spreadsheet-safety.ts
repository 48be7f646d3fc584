/**
 * Spreadsheet programs run what begins like a formula when they open CSV. Such values are written behind an apostrophe
 * and the reader takes it off again (M21). Values that already stand behind apostrophes get one more, whether the
 * protection is on or off, so that every value comes back as it was.
 */

const formulaLike = /^[=+\-@\t\r]/u;
const apostropheBeforeFormula = /^'+[=+\-@\t\r]/u;

/** A value as CSV writes it. */
export function protectedValue(value: string, safeForSpreadsheets: boolean): string {
  if (apostropheBeforeFormula.test(value)) return `'${value}`;
  return safeForSpreadsheets && formulaLike.test(value) ? `'${value}` : value;
}

/** A value read from CSV without the apostrophe that protected it. */
export function unprotectedValue(value: string): string {
  return value.startsWith("'") && apostropheBeforeFormula.test(value) ? value.slice(1) : value;
}
