import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { connectionListSchema, initialConnections } from '../api/connection-list.ts';
import { openJsonFile, type JsonFile } from '../api/json-file.ts';
import { newVaultMarker, vaultMarkerSchema } from '../vault/vault.ts';
import { planSourcesSchema } from './plan-sources.ts';
import { initialPreferences, storedPreferences } from './preferences.ts';
import type { Log } from './rotated-log.ts';
import { unfinishedFilesSchema } from './unfinished-files.ts';
import { windowStateSchema } from './window-bounds.ts';

/** What the console remembers on this computer: small JSON files in its folder, none of them with a secret (C3). */
export function openStateFiles(folder: string, localName: string, log: Log) {
  function open<Value>(name: string, schema: z.ZodType<Value>, initial: () => Value): JsonFile<Value> {
    return openJsonFile({ path: path.join(folder, name), schema, initial, onDamaged: (file, reason) => log.write('file set aside', { file, reason }) });
  }
  removeHalfWritten(folder);
  return {
    preferences: open('preferences.json', storedPreferences, () => initialPreferences),
    connections: open('connections.json', connectionListSchema, () => initialConnections(localName)),
    planSources: open('plan-sources.json', planSourcesSchema, () => []),
    vault: open('vault.json', vaultMarkerSchema, newVaultMarker),
    unfinishedFiles: open('unfinished-files.json', unfinishedFilesSchema, () => []),
    window: open('window.json', windowStateSchema, () => ({ bounds: null, maximized: false })),
  };
}

/** What a console that was killed was just writing; only one runs on a folder. Some of it may name people's files. */
function removeHalfWritten(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (/\.json\.\d+\.new$/.test(name)) rmSync(path.join(folder, name), { force: true });
  }
}
