import { app, clipboard, shell } from 'electron';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AppInfo, PolicyView } from '#shared/ipc.ts';
import type { Vault } from '../../vault/vault.ts';
import { lockedSettings, type Policy } from '../policy/policy.ts';
import type { NativeHandlers } from '../router.ts';
import { openExternal } from '../security.ts';
import type { Settings } from '../settings.ts';
import type { Tasks } from '../tasks.ts';
import type { Updates } from '../updates/updater.ts';
import manifest from '../../../package.json' with { type: 'json' };

type Ids = 'app.info' | 'app.licences' | 'app.openExternal' | 'app.copy' | 'app.revealSaved' | 'vault.state' | 'preferences.get' | 'preferences.set' | 'tasks.list' | 'tasks.cancel' | 'tasks.dismiss' | 'updates.state' | 'updates.check' | 'updates.download' | 'updates.install';

type ApplicationHandlersOptions = { vault: Vault; settings: Settings; tasks: Tasks; policy: Policy; updates: Updates };

export function applicationHandlers({ vault, settings, tasks, policy, updates }: ApplicationHandlersOptions): Pick<NativeHandlers, Ids> {
  return {
    'app.info': () => Promise.resolve(describeApplication(vault, policy)),
    'app.licences': () => readFile(path.join(import.meta.dirname, '../THIRD-PARTY-LICENSES.txt'), 'utf8'),
    'updates.state': () => Promise.resolve(updates.state()),
    'updates.check': () => updates.check(),
    'updates.download': () => updates.download(),
    'updates.install': async () => {
      updates.install();
      return Promise.resolve(null);
    },
    'app.openExternal': async ({ url }) => {
      await openExternal(url);
      return null;
    },
    'app.copy': async ({ text }) => {
      await clipboard.writeText(text);
      return null;
    },
    'app.revealSaved': async ({ taskId }) => {
      shell.showItemInFolder(tasks.savedFile(taskId));
      return Promise.resolve(null);
    },
    // A keychain may have been unlocked meanwhile, so anything but "ok" is looked at again.
    'vault.state': async () => (vault.state() === 'ok' ? 'ok' : vault.examine()),
    'preferences.get': () => Promise.resolve(settings.preferences()),
    'preferences.set': (change) => settings.change(change),
    'tasks.list': () => Promise.resolve(tasks.list()),
    'tasks.cancel': async ({ id }) => {
      tasks.cancel(id);
      return Promise.resolve(null);
    },
    'tasks.dismiss': async ({ id }) => {
      tasks.dismiss(id);
      return Promise.resolve(null);
    },
  };
}

function describeApplication(vault: Vault, policy: Policy): AppInfo {
  const { electron, chrome, node } = process.versions;
  return {
    version: manifest.version,
    electron: electron ?? '',
    chromium: chrome ?? '',
    node,
    runtime: electron?.split('.')[0] === manifest.devDependencies.electron.split('.')[0] ? 'official' : 'fallback',
    platform: process.platform,
    systemLanguage: app.getLocale().toLowerCase().startsWith('fr') ? 'fr' : 'en',
    vault: vault.state(),
    dataFolder: app.getPath('userData'),
    policy: viewOf(policy),
  };
}

function viewOf(policy: Policy): PolicyView {
  const { state, file, problem, lockConnections, localServer, exports, updates } = policy;
  return { state, file, problem, lockConnections, localServer, exports, updates, lockedSettings: lockedSettings(policy) };
}
