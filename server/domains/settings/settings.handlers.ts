import type { Handlers } from '../../http/handlers.ts';
import type { Settings } from './settings.service.ts';

export function settingsHandlers(settings: Settings): Handlers<'settings.get' | 'settings.update'> {
  return {
    'settings.get': () => settings.get(),
    'settings.update': ({ actor }, { version, ...changes }) => settings.update(actor, changes, version),
  };
}
