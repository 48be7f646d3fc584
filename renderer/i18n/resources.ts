import { en } from './en/index.ts';
import { fr } from './fr/index.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'ui';
    returnNull: false;
    resources: typeof en;
  }
}

/**
 * Every text of the console by language, namespace (one per feature) and key. A feature adds its file to
 * `en/index.ts` and `fr/index.ts`; the French is typed by the English, so that a missing text does not
 * compile (C13).
 */
export const resources = { en, fr };
