import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { root } from './cruise.ts';
import { measureFunctions } from './function-lengths.ts';
import { type SourceFile, sources, tests } from './sources.ts';

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

  it('has no function over 60 lines of its own', () => {
    const measured = sources.filter((file) => !tests.includes(file)).flatMap(measureFunctions);
    expect(measured.length).toBeGreaterThan(1000);
    const long = measured.filter((measure) => measure.lines > 60);
    expect(long.map(({ place, name, lines }) => `${place} ${name}: ${lines}`)).toEqual([]);
  });

  it('counts neither blank lines, nor comments, nor the functions inside a function', () => {
    const text = [
      'export function outer() {',
      '  // why',
      '  const inner = () => {',
      '    return 1;',
      '  };',
      '',
      '  return inner;',
      '}',
    ].join('\n');
    const measured = measureFunctions({ path: 'a.ts', text });
    expect(measured.map(({ name, lines }) => [name, lines])).toEqual([
      ['outer', 3],
      ['inner', 3],
    ]);
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
    const escapes = [word('@ts-', 'ignore'), word('@ts-', 'nocheck'), word('as unknown as an', 'y'), word(': an', 'y;')];
    expect(findAll(sources, new RegExp(`(${escapes.join('|')})`))).toEqual([]);
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
