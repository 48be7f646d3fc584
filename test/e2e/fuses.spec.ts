import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { fuses } from '../../scripts/package/fuses.ts';
import { expect, test } from '../support/electron.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

test('C15.19: every fuse is set explicitly in what is shipped', () => {
  const known = Object.values(FuseV1Options).filter((option) => typeof option === 'number');
  expect(known.filter((option) => typeof fuses[option] !== 'boolean')).toEqual([]);
  expect(fuses).toMatchObject({ [FuseV1Options.RunAsNode]: false, [FuseV1Options.EnableNodeCliInspectArguments]: false, [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false, [FuseV1Options.OnlyLoadAppFromAsar]: true, [FuseV1Options.GrantFileProtocolExtraPrivileges]: false });
  expect(readFileSync(path.join(root, 'electron-builder.yml'), 'utf8')).toMatch(/^afterPack: .*after-pack/m);
  expect(readFileSync(path.join(root, 'scripts', 'package', 'after-pack.ts'), 'utf8')).toContain('await setFuses(context)');
});

test('C15: each of the twenty items of the checklist has a test that is named by it', () => {
  const names = ['security.spec.ts', 'fuses.spec.ts'].flatMap((file) => readFileSync(path.join(import.meta.dirname, file), 'utf8').match(/^test\('.*?',/gmu) ?? []);
  const proved = new Set(names.flatMap((name) => [...name.matchAll(/C15\.(\d+)/gu)].map(([, item]) => Number(item))));
  expect(Array.from({ length: 20 }, (_, index) => index + 1).filter((item) => !proved.has(item))).toEqual([]);
});
