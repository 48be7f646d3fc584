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
  it('shows fillers, soft hyphens, tags, line separators and halves of characters', () => {
    expect(legible('ad\u00ADmin\u3164\u2028\u{E0041}\uD800')).toBe('ad‹00AD›min‹3164›‹2028›‹E0041›‹D800›');
    expect(legible('🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}')).toBe('🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}');
  });
  it('cuts piles of marks down and says how many there were', () => {
    expect(legible(`Z${'\u0301'.repeat(46)}oë`)).toBe(`Z${'\u0301'.repeat(6)}‹+40›oë`);
  });
  it('leaves ordinary names alone', () => {
    for (const name of ['Zoë Ångström-O’Neill 李小龍', 'Nguye\u0302\u0303n', 'שָׁלוֹם', 'ทั้งนี้', 'བརྒྱུད']) expect(legible(name)).toBe(name);
  });
});
