import { describe, expect, it } from 'vitest';
import { legible } from './legible.ts';

describe('C16: names from elsewhere are shown so that they can be judged by eye', () => {
  it('shows what turns the direction of the text', () => {
    expect(legible('nimda\u202Etxt.exe')).toBe('nimda‹202E›txt.exe');
  });
  it('shows control characters and line breaks as their pictures', () => {
    expect(legible('a\u0000b\nc\u007F\u0085')).toBe('a␀b␊c␡‹0085›');
  });
  it('shows zero-width spaces, and keeps the joiners that scripts and emoji need', () => {
    expect(legible('ad\u200Bmin')).toBe('ad‹200B›min');
    expect(legible('می\u200Cخواهم 👩\u200D💻')).toBe('می\u200Cخواهم 👩\u200D💻');
  });
  it('leaves ordinary names alone', () => {
    expect(legible('Zoë Ångström-O’Neill 李小龍')).toBe('Zoë Ångström-O’Neill 李小龍');
  });
});
