import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { root } from './cruise.ts';

interface SourceFile {
  /** Path from the root, with slashes. */
  path: string;
  text: string;
}

function listSources(folders: string[]): SourceFile[] {
  return folders
    .flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(tsx?|mjs|cjs)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({
      path: path.relative(root, file).replaceAll(path.sep, '/'),
      text: readFileSync(file, 'utf8'),
    }));
}

const sources = listSources(['electron', 'renderer', 'server', 'shared', 'scripts', 'test']);
const tests = sources.filter((file) => /\.(test|spec)\.tsx?$/.test(file.path));

/** Every place where `pattern` stands, as `path:line: text`. */
function findAll(files: SourceFile[], pattern: RegExp): string[] {
  return files.flatMap((file) =>
    file.text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${file.path}:${index + 1}: ${line.trim()}`] : [])),
  );
}

/** Written apart, so that this file does not contain what it looks for. */
const word = (...parts: string[]): string => parts.join('');

describe('the shape of the code', () => {
  it('is read as a whole', () => {
    expect(sources.length).toBeGreaterThan(200);
    expect(tests.length).toBeGreaterThan(20);
  });

  it('has no file over 300 lines', () => {
    const long = sources.filter((file) => file.text.trimEnd().split('\n').length > 300).map((file) => file.path);
    expect(long).toEqual([]);
  });

  it('names files and folders from the domain', () => {
    const vague = /(^|[/.-])(utils?|helpers?|managers?|common|misc)([/.-]|$)/;
    expect(sources.map((file) => file.path).filter((file) => vague.test(file))).toEqual([]);
  });

  it('leaves nothing for later', () => {
    const unfinished = [word('TO', 'DO'), word('FIX', 'ME'), word('X', 'XX'), word('not ', 'implemented')];
    expect(findAll(sources, new RegExp(`\\b(${unfinished.join('|')})\\b`, 'i'))).toEqual([]);
  });

  it('does not silence the type checker', () => {
    const escapes = [word('@ts-', 'ignore'), word('@ts-', 'nocheck'), word(': an', 'y'), word('as an', 'y'), word('<an', 'y>')];
    expect(findAll(sources, new RegExp(`(${escapes.join('|')})(?![\\w ])`))).toEqual([]);
  });

  it('has no test that is switched off or that switches others off', () => {
    // `skipIf(condition)` and Playwright's `test.skip(condition, reason)` say why at run time; these do not.
    const switchedOff = new RegExp(word('\\b(it|test|describe)\\.(on', 'ly|to', 'do|fai', 'ls|ski', "p)\\((?!\\w*\\)|[^'\"`]*,)"));
    expect(findAll(tests, switchedOff)).toEqual([]);
  });

  it('uses nothing in Electron that its development runtime (Node 20) lacks', () => {
    const inElectron = sources.filter((file) => /^(electron|server|shared)\//.test(file.path) && !tests.includes(file));
    const newer = /\b(import\.meta\.main|globSync|createZstd\w+|zstd\w+|Promise\.(try|withResolvers)|RegExp\.escape|(Object|Map)\.groupBy|Array\.fromAsync|Iterator\.(from|concat))\b|from 'node:(sqlite|sea)'/;
    const erased = /^\s*(import|export) type /;
    const found = inElectron.map((file) => ({
      ...file,
      text: file.text.split('\n').map((line) => (erased.test(line) ? '' : line)).join('\n'),
    }));
    expect(findAll(found, newer)).toEqual([]);
  });

  it('is installed from whatever registry the machine uses', () => {
    const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
    expect(lock.match(/"resolved": "/g) ?? []).toEqual([]);
  });
});
