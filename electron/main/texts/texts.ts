import { en, type Texts } from './en.ts';
import { fr } from './fr.ts';

export type { Texts };

export const textsIn = (language: 'en' | 'fr'): Texts => (language === 'fr' ? fr : en);

/** A text with its `{name}` put in; what is put in is never read as a pattern. */
export const fill = (text: string, values: Record<string, string>): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
