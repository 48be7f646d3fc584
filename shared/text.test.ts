import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldKey, foldName, foldSearch } from './text.ts';

describe('folding', () => {
  it('U2: usernames that differ only in case or Unicode form have one key', () => {
    expect(foldKey('E\u0301LOI\u0308SE')).toBe(foldKey('éloïse'));
    expect(foldKey('ＡＢＣ')).toBe('abc');
    expect(foldKey(' Ada ')).toBe('ada');
  });

  it('U2: a sigma is one letter wherever it stands in a word', () => {
    expect(foldKey('ΝΊΚΟΣ')).toBe(foldKey('νίκοσ'));
    expect(foldKey('νίκος')).toBe(foldKey('νίκοσ'));
    expect(foldSearch('Νίκος')).toBe(foldSearch('ΝΙΚΟΣ'));
  });

  it('U2: usernames that differ in an accent have different keys', () => {
    expect(foldKey('eloise')).not.toBe(foldKey('éloise'));
  });

  it('U13: search ignores accents and case', () => {
    expect(foldSearch('Éloïse ÇELIK')).toBe('eloise celik');
    expect(foldSearch('İstanbul')).toBe('istanbul');
  });

  it('folding twice changes nothing', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(foldKey(foldKey(text))).toBe(foldKey(text));
      expect(foldSearch(foldSearch(text))).toBe(foldSearch(text));
      expect(foldName(foldName(text))).toBe(foldName(text));
    }));
  });

  it('U2: every Unicode form of a text has one key', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const keys = ['NFC', 'NFD', 'NFKC', 'NFKD'].map((form) => foldKey(text.normalize(form)));
      expect(new Set(keys).size).toBe(1);
    }));
  });
});
