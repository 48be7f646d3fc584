import { describe, expect, it } from 'vitest';
import { createFormats } from './format.ts';
import { createI18n } from './i18n.ts';
import { bestLanguage, formatLocale } from './languages.ts';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const now = Date.parse('2026-11-24T12:00:00Z');

describe('C13: numbers, dates and plurals by language', () => {
  it('writes numbers, shares and sizes', () => {
    const en = createFormats('en-GB');
    const fr = createFormats('fr-FR');
    expect(en.number(9_412)).toBe('9,412');
    expect(plain(fr.number(9_412))).toBe('9 412');
    expect(en.percent(0.0412)).toBe('4.1%');
    expect(plain(fr.percent(0.0412))).toBe('4,1 %');
    expect(plain(en.bytes(1_234_567))).toBe('1.2 MB');
    expect(plain(fr.bytes(1_234_567))).toBe('1,2 Mo');
  });

  it('says how long ago in the largest unit that fits', () => {
    const en = createFormats('en');
    const fr = createFormats('fr');
    expect(en.relative('2026-11-24T11:57:00Z', now)).toBe('3 minutes ago');
    expect(fr.relative('2026-11-24T11:57:00Z', now)).toBe('il y a 3 minutes');
    expect(en.relative('2026-11-23T10:00:00Z', now)).toBe('yesterday');
    expect(en.relative('2024-11-23T10:00:00Z', now)).toBe('2 years ago');
    expect(fr.relative(new Date(now), now)).toBe('maintenant');
  });

  it('says how long it still takes', () => {
    const en = createFormats('en');
    expect(plain(en.duration(0.4))).toBe('1 sec');
    expect(plain(en.duration(150))).toBe('3 min');
    expect(plain(en.duration(3_900))).toBe('1 hr 5 min');
  });

  it('chooses the plural form by language: French says one for nothing, and many for a million', () => {
    const en = createI18n('en').t;
    const fr = createI18n('fr').t;
    expect(en('table.shown', { count: 0 })).toBe('0 rows');
    expect(fr('table.shown', { count: 0 })).toBe('0 ligne');
    expect(plain(fr('table.shown', { count: 1_000_000 }))).toBe('1 000 000 de lignes');
  });

  it('C16: shows a value as it is, never as markup', () => {
    expect(createI18n('en').t('filter.remove', { name: '<b>$t(close)</b> & {{x}}' })).toBe('Remove filter <b>$t(close)</b> & {{x}}');
  });

  it('speaks the first language it knows of those wanted, in its regional variety', () => {
    expect(bestLanguage(['de-CH', 'fr-CH', 'en'])).toBe('fr');
    expect(bestLanguage(['ja'])).toBe('en');
    expect(formatLocale('fr', ['en-US', 'fr-CA'])).toBe('fr-CA');
    expect(formatLocale('fr', ['en-US'])).toBe('fr');
  });
});
