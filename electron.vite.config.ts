import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'electron-vite';
import type { Plugin } from 'vite';

import { nativeModules } from './scripts/licences/native-modules.ts';
import { type BuiltChunk, chunkNotes } from './scripts/licences/shipped-packages.ts';

const root = import.meta.dirname;

/** Optional parts of packages that ask for them with `require` and do without; never installed. */
const absentModules = ['pg-native', 'pino-pretty'];

/** Electron 45 runs Node 24, its stand-in for development Node 20 and Chromium 130. */
const nodeTarget = 'node20';
const browserTarget = 'chrome130';

/** C8: where a build gets updates from, and whose signature they need; a build without both has none. */
const compiledIn = Object.fromEntries(['QUARTERDECK_UPDATE_FEED', 'QUARTERDECK_UPDATE_KEY'].map((name) => [`import.meta.env.${name}`, JSON.stringify(process.env[name] ?? '')]));

function existing(entries: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(path.join(root, file))));
}

/** The package folders that some modules are in, as package-lock.json names them. */
function packagesOf(moduleIds: Iterable<string>): string[] {
  const folders = [...moduleIds].flatMap((id) => {
    const relative = path.relative(root, id.replace(/^\0/, '').split('?')[0] ?? '').replaceAll(path.sep, '/');
    return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(relative)?.[0] ?? [];
  });
  return [...new Set(folders)].toSorted();
}

/** Notes whose code is in which file, for the licences and the bill of materials of what is shipped. */
function noteChunks(): Plugin {
  return {
    name: 'note-chunks',
    generateBundle(_options, files) {
      const styles = [...this.getModuleIds()].filter((id) => /\.css(?:\?|$)/.test(id));
      const chunks = Object.values(files).flatMap((file): BuiltChunk[] =>
        file.type === 'chunk' ? [{ fileName: file.fileName, imports: [...file.imports, ...file.dynamicImports], packages: packagesOf([...Object.keys(file.modules), ...styles]) }] : []);
      this.emitFile({ type: 'asset', fileName: chunkNotes, source: JSON.stringify(chunks) });
    },
  };
}

/** Every program that runs in Electron without a window: main itself, the server, the workers. */
function mainSideEntries(): Record<string, string> {
  const folder = path.join(root, 'electron', 'workers');
  const workers = existsSync(folder) ? readdirSync(folder) : [];
  const entries: Record<string, string> = {
    index: 'electron/main/index.ts',
    server: 'server/main.ts',
    'sqlite-worker': 'server/db/sqlite-worker.ts',
  };
  for (const file of workers) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
    entries[file.slice(0, -'.ts'.length)] = `electron/workers/${file}`;
  }
  return existing(entries);
}

function mainSide(): UserConfig['main'] {
  const input = mainSideEntries();
  if (Object.keys(input).length === 0) return undefined;
  return {
    plugins: [noteChunks()],
    define: compiledIn,
    build: {
      outDir: 'out/main',
      emptyOutDir: true,
      target: nodeTarget,
      minify: true,
      externalizeDeps: false,
      rolldownOptions: {
        input,
        external: [...nativeModules, ...absentModules],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  };
}

function preloadSide(): UserConfig['preload'] {
  const input = existing({ index: 'electron/preload/index.ts' });
  if (Object.keys(input).length === 0) return undefined;
  return {
    plugins: [noteChunks()],
    build: {
      outDir: 'out/preload',
      emptyOutDir: true,
      target: nodeTarget,
      minify: true,
      // A sandboxed preload is one CommonJS file and can load no package.
      externalizeDeps: false,
      rolldownOptions: { input, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  };
}

/**
 * Pages are served at the addresses of the router (`/users/…`), so their files are named from the root;
 * electron-vite would name them relative to the page.
 */
const absoluteAddresses: Plugin = { name: 'absolute-addresses', enforce: 'post', config: () => ({ base: '/' }) };

function rendererSide(): UserConfig['renderer'] {
  if (!existsSync(path.join(root, 'renderer', 'index.html'))) return undefined;
  return {
    root: path.join(root, 'renderer'),
    plugins: [react(), absoluteAddresses, noteChunks()],
    build: {
      outDir: path.join(root, 'out', 'renderer'),
      emptyOutDir: true,
      target: browserTarget,
      minify: true,
      cssMinify: true,
      // The content security policy allows no `data:` fonts or scripts (C15), so nothing is inlined.
      assetsInlineLimit: 0,
      // Read from the disk, not over a network: one file is quicker than many.
      chunkSizeWarningLimit: 4000,
      rolldownOptions: { input: path.join(root, 'renderer', 'index.html') },
    },
  };
}

/** The parts of the configuration whose entries exist. */
function parts(): UserConfig {
  const main = mainSide();
  const preload = preloadSide();
  const renderer = rendererSide();
  return { ...(main && { main }), ...(preload && { preload }), ...(renderer && { renderer }) };
}

export default defineConfig(parts());
