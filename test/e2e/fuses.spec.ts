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
