import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { buildIsCurrent, recordBuild } from './sources.ts';

let root = '';
const build = async (): Promise<void> => void mkdirSync(path.join(root, 'out'), { recursive: true });

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'quarterdeck-sources-'));
  mkdirSync(path.join(root, 'server'));
  writeFileSync(path.join(root, 'server', 'main.ts'), 'export {};');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('a build', () => {
  it('is needed when there is none', () => {
    expect(buildIsCurrent(root)).toBe(false);
  });

  it('is current until a source is edited, added or removed', async () => {
    const extra = path.join(root, 'server', 'more.ts');
    await recordBuild(root, build);
    expect(buildIsCurrent(root)).toBe(true);

    writeFileSync(path.join(root, 'server', 'main.ts'), 'export const changed = true;');
    expect(buildIsCurrent(root)).toBe(false);
    await recordBuild(root, build);

    writeFileSync(extra, 'export {};');
    expect(buildIsCurrent(root)).toBe(false);
    await recordBuild(root, build);

    rmSync(extra);
    expect(buildIsCurrent(root)).toBe(false);
  });

  it('is not made stale by a test beside the code', async () => {
    await recordBuild(root, build);
    writeFileSync(path.join(root, 'server', 'main.test.ts'), 'export {};');
    expect(buildIsCurrent(root)).toBe(true);
  });

  it('is stale when a source changed while it ran', async () => {
    await recordBuild(root, async () => {
      await build();
      writeFileSync(path.join(root, 'server', 'main.ts'), 'export const late = 1;');
    });
    expect(buildIsCurrent(root)).toBe(false);
  });

  it('that fails is not taken for one', async () => {
    await expect(recordBuild(root, () => Promise.reject(new Error('does not compile')))).rejects.toThrow('does not compile');
    expect(buildIsCurrent(root)).toBe(false);
  });
});
