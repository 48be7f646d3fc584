import type { LucideIcon } from 'lucide-react';
import { Cable, FileInput, Keyboard, Moon, Rows3, Sun, SunMoon, UserPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { callNative, useBridge } from '../../api/bridge-context.tsx';
import { useConnections, usePolicy, usePreferences, useSettingIsLocked } from '../../api/native-state.tsx';
import { usePermission } from '../../api/session.tsx';
import { useOperation } from '../../api/use-operation.ts';
import { useDestinations } from '../use-destinations.ts';

/** One line of the palette: a place, a person or something to do. */
export interface PaletteEntry {
  id: string;
  group: 'screens' | 'actions' | 'people';
  label: string;
  detail?: string;
  icon?: LucideIcon;
  /** A location to go to, or what to do. */
  to?: string;
  run?: () => void;
}

/** Text for comparing: lower case, accents left out. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}

/** Entries whose every typed word begins a word of theirs, or is contained in one. */
export function matchingEntries(entries: readonly PaletteEntry[], typed: string): PaletteEntry[] {
  const words = plain(typed).split(/\s+/).filter((word) => word !== '');
  return entries.filter((entry) => {
    const text = plain(`${entry.label} ${entry.detail ?? ''}`);
    return words.every((word) => text.includes(word));
  });
}

function useScreens(): PaletteEntry[] {
  const { t } = useTranslation('shell');
  return useDestinations().flatMap((group) => group.destinations.map(({ id, to, icon }) => ({ id: `screen-${id}`, group: 'screens' as const, label: t(`screens.${id}`), icon, to })));
}

function useActions(onShortcuts: () => void): PaletteEntry[] {
  const { t } = useTranslation('shell');
  const bridge = useBridge();
  const [preferences, setPreferences] = usePreferences();
  const { items, current } = useConnections();
  const { localServer } = usePolicy();
  const locked = useSettingIsLocked();
  const mayCreate = usePermission('users:member');
  const mayImport = usePermission('imports:member');
  const action = (id: string, label: string, icon: LucideIcon, rest: Pick<PaletteEntry, 'to' | 'run'>): PaletteEntry => ({ id: `action-${id}`, group: 'actions', label, icon, ...rest });
  return [
    ...(mayCreate ? [action('new-user', t('actions.newUser'), UserPlus, { to: '/users?new=person' })] : []),
    ...(mayImport ? [action('import', t('actions.importFile'), FileInput, { to: '/import' })] : []),
    ...items.filter((connection) => connection.id !== current && (localServer || connection.kind === 'remote')).map((connection) =>
      action(`connection-${connection.id}`, t('actions.switchTo', { name: connection.name }), Cable, { run: () => void callNative(bridge, 'connections.select', { id: connection.id }) })),
    ...(['light', 'dark', 'system'] as const).filter((theme) => theme !== preferences.theme && !locked('theme')).map((theme) =>
      action(`theme-${theme}`, t(`actions.theme.${theme}`), { light: Sun, dark: Moon, system: SunMoon }[theme], { run: () => { setPreferences({ theme }); } })),
    ...(locked('density') ? [] : [action('density', t(preferences.density === 'compact' ? 'actions.comfortable' : 'actions.compact'), Rows3, {
      run: () => { setPreferences({ density: preferences.density === 'compact' ? 'comfortable' : 'compact' }); },
    })]),
    action('shortcuts', t('actions.shortcuts'), Keyboard, { run: onShortcuts }),
  ];
}

const shortestSearch = 2;

function usePeople(typed: string): { entries: PaletteEntry[]; searching: boolean } {
  const allowed = usePermission('users:reader');
  const q = typed.trim();
  const wanted = allowed && q.length >= shortestSearch;
  const { data, isFetching } = useOperation('users.list', { q, limit: 8 }, { enabled: wanted, keepPrevious: true });
  if (!wanted || !data) return { entries: [], searching: wanted && isFetching };
  return {
    entries: data.items.map((user) => ({ id: `person-${user.id}`, group: 'people', label: user.displayName, detail: user.email, to: `/users?record=${user.id}` })),
    searching: isFetching,
  };
}

/** What the palette offers for what was typed: screens and actions by name, people found by the server. */
export function usePaletteEntries(typed: string, onShortcuts: () => void): { entries: PaletteEntry[]; searching: boolean } {
  const people = usePeople(typed);
  const own = matchingEntries([...useScreens(), ...useActions(onShortcuts)], typed);
  return { entries: [...own.filter(({ group }) => group === 'screens'), ...people.entries, ...own.filter(({ group }) => group === 'actions')], searching: people.searching };
}
