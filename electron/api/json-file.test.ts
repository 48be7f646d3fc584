import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { folderOfTest } from '../../test/support/temporary-folder.ts';
import { openJsonFile } from './json-file.ts';

const schema = z.object({ count: z.number().int() });

describe('a JSON file', () => {
  it('starts with the initial value and remembers what is written', async () => {
    const file = path.join(folderOfTest(), 'state', 'value.json');
    const open = () => openJsonFile({ path: file, schema, initial: () => ({ count: 0 }), onDamaged: () => undefined });
    const stored = open();
    expect(stored.read()).toEqual({ count: 0 });
    await Promise.all([stored.write({ count: 1 }), stored.write({ count: 2 })]);
    expect(open().read()).toEqual({ count: 2 });
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(await readdir(path.dirname(file))).toEqual(['value.json']);
  });

  it.each(['{"count": "many"}', '{"count": 1', ''])('sets a damaged file aside and goes on with the initial value: %s', async (text) => {
    const file = path.join(folderOfTest(), 'value.json');
    await writeFile(file, text);
    const damaged: string[] = [];
    const stored = openJsonFile({ path: file, schema, initial: () => ({ count: 7 }), onDamaged: (which) => damaged.push(which) });
    expect(stored.read()).toEqual({ count: 7 });
    expect(damaged).toEqual([file]);
    expect(await readFile(`${file}.damaged`, 'utf8')).toBe(text);
  });
});
