import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOfTest } from '../../test/support/temporary-folder.ts';
import { openLog } from './rotated-log.ts';

const place = () => path.join(folderOfTest(), 'logs', 'main.log');

describe('the log of the console', () => {
  it('writes one line of JSON for each event, errors readable', () => {
    const file = place();
    openLog(file, () => new Date('2026-11-24T09:30:00Z')).write('failed', { error: new Error('no bus') });
    const line = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    expect(line).toMatchObject({ at: '2026-11-24T09:30:00.000Z', event: 'failed' });
    expect(line['error']).toContain('no bus');
  });

  it('keeps the three files before the present one', () => {
    const file = place();
    const log = openLog(file);
    for (let round = 0; round < 12; round += 1) log.append(`${round}`.padEnd(2_600_000, '.'));
    expect(readdirSync(path.dirname(file)).toSorted()).toEqual(['main.log', 'main.log.1', 'main.log.2', 'main.log.3']);
    expect(readFileSync(file, 'utf8').startsWith('10')).toBe(true);
  });
});
