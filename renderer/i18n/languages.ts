export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

/** The name of a language in itself: never translated. */
export const languageNames: Record<Language, string> = { en: 'English', fr: 'Français' };

/** The first of the wanted languages (BCP 47 tags, best first) that the console speaks; else English. */
export function bestLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const base = tag.toLowerCase().split('-')[0];
    const found = languages.find((language) => language === base);
    if (found) return found;
  }
  return 'en';
}

/** The locale for dates and numbers: the person's regional variety of the language, if they have one. */
export function formatLocale(language: Language, wanted: readonly string[]): string {
  return wanted.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language;
}
