import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { openJsonFile } from '../api/json-file.ts';
import { createUnfinishedFiles, unfinishedFilesSchema, type UnfinishedFiles } from './unfinished-files.ts';

const folder = temporaryFolder();
const opened = (): UnfinishedFiles => createUnfinishedFiles(openJsonFile({ path: folder.path('unfinished.json'), schema: unfinishedFilesSchema, initial: () => [], onDamaged: () => undefined }));

describe('files that are being written', () => {
  it('M21: what a failure leaves behind is removed at once, and nothing else', async () => {
    await folder.write('.other.part', 'not ours');
    let left = '';
    const writing = opened().during(folder.path('users.csv'), async (unfinished) => {
      left = await Promise.resolve(unfinished);
      writeFileSync(unfinished, 'half');
      throw new Error('killed');
    });
    await expect(writing).rejects.toThrow('killed');
    expect(existsSync(left)).toBe(false);
    expect(existsSync(folder.path('.other.part'))).toBe(true);
  });

  it('M21: what a killed console leaves behind is removed by the next one', async () => {
    let left = '';
    void opened().during(folder.path('users.csv'), (unfinished) => {
      writeFileSync(unfinished, 'half');
      left = unfinished;
      return new Promise<never>(() => undefined);
    });
    await expect.poll(() => left).not.toBe('');
    await opened().clear();
    expect(existsSync(left)).toBe(false);
    expect(JSON.parse(readFileSync(folder.path('unfinished.json'), 'utf8'))).toEqual([]);
  });
});
