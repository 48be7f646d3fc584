import { createInstance } from 'i18next';
import type { i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { legible } from '../ui/text/legible.ts';
import type { Language } from './languages.ts';
import { resources } from './resources.ts';

/**
 * Makes the translator. Values are put into texts as text: React escapes what it shows, and no text is
 * ever read as markup (C16), which is why `Trans` is not used anywhere. Values are made legible on their way,
 * so that none can turn the sentence it stands in.
 */
export function createI18n(language: Language): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources,
    defaultNS: 'ui',
    interpolation: { escapeValue: true, escape: legible },
    initAsync: false,
    react: { useSuspense: false },
  });
  return instance;
}
