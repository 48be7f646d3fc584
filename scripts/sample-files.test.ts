import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHeader } from '#shared/people-file.ts';
import { decodeWindows1252 } from '../electron/files/windows-1252.ts';
import { samplePeople } from '../server/domains/samples/sample-people.ts';
import { sampleFiles, sampleFolder } from './sample-files.ts';

const read = (name: string): Promise<Buffer> => readFile(path.join(sampleFolder, name));

describe('the people files to try an import with', () => {
  it.each(sampleFiles())('$name is what the script writes', async ({ name, bytes }) => {
    expect((await read(name)).equals(bytes)).toBe(true);
  });

  it('the messy one is really Windows-1252, with semicolons and French headers', async () => {
    const bytes = await read('personnel-lumiere-energie.csv');
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow(TypeError);
    const text = decodeWindows1252(bytes);
    expect(text).not.toContain('?');
    const [header = ''] = text.split('\r\n');
    expect(readHeader(header.split(';'))).toMatchObject({ language: 'fr', recognized: 13 });
  });

  it('the messy one is about the sample people, and some of them are not in it', async () => {
    const text = decodeWindows1252(await read('personnel-lumiere-energie.csv'));
    const company = samplePeople().filter(({ state }) => state.company === 'Lumière Énergie');
    const present = company.filter(({ state }) => text.includes(`\r\n${state.username};`));
    expect(present.length).toBe(company.length - 7);
    expect(text.split('\r\n').filter((line) => line.startsWith(`${company[10]?.state.username};`))).toHaveLength(2);
  });

  it('the leavers are UTF-16 with tabs, known by username, email or both, but for one', async () => {
    const text = (await read('leavers.csv')).toString('utf16le').slice(1);
    const known = new Set(samplePeople().flatMap(({ state }) => [state.username, state.email]));
    const rows = text.trimEnd().split('\r\n').slice(1).map((line) => line.split('\t'));
    expect(rows.filter((row) => row.some((cell) => known.has(cell)))).toHaveLength(8);
    expect(rows).toHaveLength(9);
  });
});
