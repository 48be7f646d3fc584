import { describe, expect, it } from 'vitest';
import { initialPreferences, languageOf, preferencesSchema, storedPreferences } from './preferences.ts';

describe('preferences', () => {
  it('C12, C13: theme and language follow the system until chosen', () => {
    expect(initialPreferences).toMatchObject({ theme: 'system', language: 'system' });
    expect(languageOf('system', 'fr-CA')).toBe('fr');
    expect(languageOf('system', 'de')).toBe('en');
    expect(languageOf('en', 'fr')).toBe('en');
  });

  it('a field of the file that is not understood falls back, the others are kept', () => {
    const read = storedPreferences.parse({ theme: 'purple', language: 'fr', lastLocation: '//evil.example', extra: 1 });
    expect(read).toEqual({ ...initialPreferences, language: 'fr' });
  });

  it.each([{ lastLocation: 'https://example.com' }, { lastLocation: '//example.com' }, { grids: { users: { hidden: [1] } } }, { density: 'tiny' }])('refuses what the page may not set: %j', (change) => {
    expect(preferencesSchema.partial().safeParse(change).success).toBe(false);
  });
});
