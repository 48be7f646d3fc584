import { describe, expect, it } from 'vitest';
import { matchingEntries } from './palette-entries.ts';
import type { PaletteEntry } from './palette-entries.ts';

const entries: PaletteEntry[] = [
  { id: 'a', group: 'screens', label: 'Réglages' },
  { id: 'b', group: 'actions', label: 'Importer un fichier de personnes' },
  { id: 'c', group: 'actions', label: 'Passer à Acme production', detail: 'console.acme.example' },
];
const found = (typed: string) => matchingEntries(entries, typed).map(({ id }) => id);

describe('C9: the palette finds by parts of words', () => {
  it('without regard to accents, case and order', () => {
    expect(found('reg')).toEqual(['a']);
    expect(found('FICHIER imp')).toEqual(['b']);
    expect(found('acme')).toEqual(['c']);
  });
  it('everything when nothing is typed, and nothing that lacks a word', () => {
    expect(found(' ')).toEqual(['a', 'b', 'c']);
    expect(found('fichier acme')).toEqual([]);
  });
});
