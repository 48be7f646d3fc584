/** How the stored numbers of a spreadsheet are read back as the text a person typed (M5). */

/** What a number format makes of a number. */
export type NumberMeaning =
  | { readonly kind: 'number' }
  | { readonly kind: 'date' }
  | { readonly kind: 'duration' }
  /** Only zeros: a postal code or a personnel number shown with leading zeros. */
  | { readonly kind: 'padded'; readonly digits: number };

const plainNumber: NumberMeaning = { kind: 'number' };

// Formats that are dates in every language, and the ones that are dates in East Asian editions.
const builtInDates: ReadonlySet<number> = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58]);
const builtInElapsedTime = 46;

/** The meaning of a number format: its number and, when the file defines it, its code. */
export function meaningOfFormat(id: number, code: string | undefined): NumberMeaning {
  if (code === undefined) {
    if (id === builtInElapsedTime) return { kind: 'duration' };
    return builtInDates.has(id) ? { kind: 'date' } : plainNumber;
  }
  const firstSection = code.replace(/"[^"]*"|\\.|_.|\*./gsu, '').split(';')[0] ?? '';
  if (/\[(?:h+|m+|s+)\]/iu.test(firstSection)) return { kind: 'duration' };
  const bare = firstSection.replace(/\[[^\]]*\]/gu, '');
  if (/^0{2,15}$/u.test(bare)) return { kind: 'padded', digits: bare.length };
  if (/general|standard/iu.test(bare) || !/[ymdhs]/iu.test(bare)) return plainNumber;
  return { kind: 'date' };
}

/** Text of a stored value under a meaning. `uses1904` says that days count from 1904. */
export function textOfNumber(stored: string, meaning: NumberMeaning, uses1904: boolean): string {
  const value = Number(stored);
  if (stored.trim() === '' || !Number.isFinite(value)) return stored;
  if (meaning.kind === 'date') return textOfDate(value, uses1904) ?? plainText(stored, value);
  if (meaning.kind === 'duration') return textOfDuration(value);
  const text = plainText(stored, value);
  return meaning.kind === 'padded' && /^\d+$/u.test(text) ? text.padStart(meaning.digits, '0') : text;
}

/** Digits as stored when they are only digits, however many; otherwise the shortest text with 15 significant digits. */
function plainText(stored: string, value: number): string {
  if (/^-?(?:0|[1-9]\d*)$/u.test(stored)) return stored;
  const rounded = Number(value.toPrecision(15));
  const text = String(rounded);
  return text.includes('e') ? withoutExponent(text) : text;
}

function withoutExponent(text: string): string {
  const [mantissa = '0', exponentText = '0'] = text.split('e');
  const exponent = Number(exponentText);
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '0', fraction = ''] = mantissa.replace('-', '').split('.');
  if (exponent >= 0) return `${sign}${whole}${fraction.padEnd(exponent, '0')}`;
  return `${sign}0.${'0'.repeat(-exponent - 1)}${whole}${fraction}`;
}

const millisecondsPerDay = 86_400_000;
const daysFrom1900To1970 = 25_569;
const daysFrom1900To1904 = 1_462;
const lastDay = 2_958_466;

/** Days as `2026-11-24`, with a time `2026-11-24T08:30:00`, a time alone `08:30:00`; null when it is no date. */
function textOfDate(value: number, uses1904: boolean): string | null {
  const days = uses1904 ? value + daysFrom1900To1904 : value;
  if (days < 0 || days >= lastDay) return null;
  // The 1900 calendar has a 29 February 1900 that never was: days before it are one off.
  const realDays = days < 60 && !uses1904 ? days + 1 : days;
  const milliseconds = Math.round(((realDays - daysFrom1900To1970) * millisecondsPerDay) / 1_000) * 1_000;
  const [date = '', time = ''] = new Date(milliseconds).toISOString().slice(0, 19).split('T');
  if (value < 1) return time;
  return time === '00:00:00' ? date : `${date}T${time}`;
}

function textOfDuration(value: number): string {
  const seconds = Math.round(Math.abs(value) * 86_400);
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${value < 0 ? '-' : ''}${parts.map((part) => String(part).padStart(2, '0')).join(':')}`;
}

/** Days since 1900, as a spreadsheet stores a moment. */
export function storedDate(moment: Date): number {
  const days = moment.getTime() / millisecondsPerDay + daysFrom1900To1970;
  return days < 61 ? days - 1 : days;
}
