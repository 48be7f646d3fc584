import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatLocale } from './languages.ts';
import type { Language } from './languages.ts';

export interface Formats {
  /** A count or an amount: `9,412` / `9 412`. */
  number(value: number): string;
  /** A share between 0 and 1 as a percentage with at most one decimal: `4.1%` / `4,1 %`. */
  percent(share: number): string;
  /** A day: `24 Nov 2026`. Takes an ISO 8601 time or a Date. */
  date(time: string | Date): string;
  /** A UTC day without its year: `24 Nov`. */
  day(time: string | Date): string;
  /** A day and a time: `24 Nov 2026, 14:02`. */
  dateTime(time: string | Date): string;
  /** The time of day: `14:02`. */
  time(time: string | Date): string;
  /** How long ago or from now, in the largest fitting unit: `3 minutes ago`. */
  relative(time: string | Date, now: number): string;
  /** Seconds as `2 min` or `1 h 5 min`: an estimate of time left. */
  duration(seconds: number): string;
  /** Bytes as `1.2 MB`. */
  bytes(count: number): string;
  /** `a, b and c`. */
  list(items: readonly string[]): string;
}

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

function relativeTo(format: Intl.RelativeTimeFormat, time: Date, now: number): string {
  const seconds = Math.round((time.getTime() - now) / 1000);
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  }
  return format.format(0, 'second');
}

function durationOf(locale: string, seconds: number): string {
  const unit = (name: string, value: number) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 0 }).format(value);
  if (seconds < 60) return unit('second', Math.max(1, Math.round(seconds)));
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return unit('minute', minutes);
  const rest = minutes % 60;
  const hours = unit('hour', Math.floor(minutes / 60));
  return rest === 0 ? hours : `${hours} ${unit('minute', rest)}`;
}

function bytesOf(locale: string, count: number): string {
  const names = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = count < 1000 ? 0 : Math.min(names.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** step;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: names[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value);
}

/** The formats of one locale (BCP 47). */
export function createFormats(locale: string): Formats {
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'long' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    date: (value) => date.format(new Date(value)),
    day: (value) => day.format(new Date(value)),
    dateTime: (value) => dateTime.format(new Date(value)),
    time: (value) => time.format(new Date(value)),
    relative: (value, now) => relativeTo(relative, new Date(value), now),
    duration: (seconds) => durationOf(locale, seconds),
    bytes: (count) => bytesOf(locale, count),
    list: (items) => list.format(items),
  };
}

/** Formats for the language on screen, in the person's regional variety of it. */
export function useFormats(): Formats {
  const { i18n } = useTranslation();
  const language = i18n.language as Language;
  return useMemo(() => createFormats(formatLocale(language, navigator.languages)), [language]);
}
