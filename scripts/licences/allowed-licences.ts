/** Licences under which something may be shipped in a commercial product without opening its own code. */
export const allowedLicences: ReadonlySet<string> = new Set([
  '0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0', 'OFL-1.1', 'Python-2.0', 'Unlicense', 'Zlib',
]);

/** Whether an SPDX expression leaves at least one way that is allowed: one of several offered, all of those that hold together. */
export function isAllowed(expression: string): boolean {
  const text = expression.replace(/[()]/g, ' ').trim();
  return text.split(/\s+OR\s+/).some((choice) => choice.split(/\s+AND\s+/).every((licence) => allowedLicences.has(licence.trim())));
}
