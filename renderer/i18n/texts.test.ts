import { describe, expect, it } from 'vitest';
import { resources } from './resources.ts';

type Tree = { readonly [key: string]: string | Tree };

/** Every text by its path: `ui.table.columns`. */
function flat(tree: Tree, path = ''): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const here = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') texts.set(here, value);
    else for (const [inner, text] of flat(value, here)) texts.set(inner, text);
  }
  return texts;
}

const english = flat(resources.en as Tree);
const french = flat(resources.fr as Tree);
const placeholders = (text: string) => [...text.matchAll(/\{\{\s*([^},\s]+)[^}]*\}\}/g)].map((match) => match[1] ?? '').sort();
const withoutForm = (path: string) => path.replace(/_(?:one|many|other)$/, '');
const differing = (compare: (path: string, text: string) => boolean) => [...english].filter(([path, text]) => !compare(path, text)).map(([path]) => path);

describe('C13: both languages are complete', () => {
  it('have the same texts, French with the plural form "many" besides', () => {
    const extra = [...french.keys()].filter((path) => !english.has(path));
    expect(extra.filter((path) => !path.endsWith('_many'))).toEqual([]);
    expect([...english.keys()].filter((path) => !french.has(path))).toEqual([]);
  });

  it('have every plural form that their language has', () => {
    const forms = { en: new Intl.PluralRules('en').resolvedOptions().pluralCategories, fr: new Intl.PluralRules('fr').resolvedOptions().pluralCategories };
    for (const [language, texts] of [['en', english], ['fr', french]] as const) {
      const stems = new Set([...texts.keys()].filter((path) => /_(?:one|many|other)$/.test(path)).map(withoutForm));
      const missing = [...stems].flatMap((stem) => forms[language].map((form) => `${stem}_${form}`)).filter((path) => !texts.has(path));
      expect(missing, language).toEqual([]);
    }
  });

  it('put the same values into the same texts', () => {
    const wrong = [...french].filter(([path, text]) => {
      const original = english.get(path) ?? english.get(`${withoutForm(path)}_other`) ?? '';
      // "one" may leave out the number that it says in words.
      const expected = placeholders(original);
      const given = placeholders(text);
      const lessCount = (names: (string | undefined)[]) => names.filter((name) => name !== 'count');
      return path.endsWith('_one') ? lessCount(given).join() !== lessCount(expected).join() : given.join() !== expected.join();
    });
    expect(wrong.map(([path]) => path)).toEqual([]);
  });

  it('format every count as a number of the language', () => {
    const bare = [...english, ...french].filter(([, text]) => /\{\{\s*count\s*\}\}/.test(text)).map(([path]) => path);
    expect(bare).toEqual([]);
  });

  it('leave no text empty, and translate what is longer than a name', () => {
    expect([...english, ...french].filter(([, text]) => text.trim() === '').map(([path]) => path)).toEqual([]);
    const same = differing((path, text) => text !== french.get(path) || text.split(/\s+/).length < 4 || !/[a-z]{3,} [a-z]{3,}/.test(text));
    expect(same).toEqual([]);
  });

  it('use the typography of their language and no shouting', () => {
    expect([...english, ...french].filter(([, text]) => text.includes('!')).map(([path]) => path)).toEqual([]);
    expect([...english].filter(([, text]) => /successfully/i.test(text)).map(([path]) => path)).toEqual([]);
    expect([...french].filter(([, text]) => /'/.test(text)).map(([path, text]) => `${path}: ${text}`)).toEqual([]);
  });
});
