import { app, nativeTheme } from 'electron';
import type { Preferences } from '#shared/ipc.ts';
import type { JsonFile } from '../api/json-file.ts';
import { languageOf } from './preferences.ts';
import { textsIn, type Texts } from './texts/texts.ts';

/** What the person chose on this computer, in force at once. */
export type Settings = {
  preferences(): Preferences;
  change(change: Partial<Preferences>): Promise<Preferences>;
  /** C13: the language of menus, notifications and files. */
  language(): 'en' | 'fr';
  texts(): Texts;
};

export function createSettings(file: JsonFile<Preferences>, onChange: (preferences: Preferences) => void): Settings {
  const language = (): 'en' | 'fr' => languageOf(file.read().language, app.getLocale());
  nativeTheme.themeSource = file.read().theme;
  return {
    preferences: file.read,
    async change(change) {
      const next = { ...file.read(), ...change };
      nativeTheme.themeSource = next.theme;
      await file.write(next);
      onChange(next);
      return next;
    },
    language,
    texts: () => textsIn(language()),
  };
}
