import { app, nativeTheme } from 'electron';
import type { LockableSetting, Preferences } from '#shared/ipc.ts';
import { AppError } from '#shared/errors.ts';
import type { JsonFile } from '../api/json-file.ts';
import { lockedSettings, type Policy } from './policy/policy.ts';
import { languageOf } from './preferences.ts';
import { textsIn, type Texts } from './texts/texts.ts';

/** What the person chose on this computer, in force at once. */
export type Settings = {
  preferences(): Preferences;
  change(change: Partial<Preferences>): Promise<Preferences>;
  /** C8: whether the policy decides this one. */
  locks(name: LockableSetting): boolean;
  /** C13: the language of menus, notifications and files. */
  language(): 'en' | 'fr';
  texts(): Texts;
};

/** C8: what the policy decides stands over what the person chose, which is kept for when the policy ends. */
export function createSettings(file: JsonFile<Preferences>, policy: Pick<Policy, 'settings'>, onChange: (preferences: Preferences) => void): Settings {
  const decided = Object.fromEntries(lockedSettings(policy).map((name) => [name, policy.settings[name]])) as Partial<Preferences>;
  const preferences = (): Preferences => ({ ...file.read(), ...decided });
  const language = (): 'en' | 'fr' => languageOf(preferences().language, app.getLocale());
  nativeTheme.themeSource = preferences().theme;
  return {
    preferences,
    async change(change) {
      const locked = lockedSettings(policy).find((name) => change[name] !== undefined && change[name] !== decided[name]);
      if (locked !== undefined) throw new AppError('not_allowed', `The policy sets ${locked}`, { reason: 'set_by_policy' });
      const own = Object.fromEntries(Object.entries(change).filter(([name]) => !(name in decided))) as Partial<Preferences>;
      await file.write({ ...file.read(), ...own });
      const next = preferences();
      nativeTheme.themeSource = next.theme;
      onChange(next);
      return next;
    },
    locks: (name) => name in decided,
    language,
    texts: () => textsIn(language()),
  };
}
