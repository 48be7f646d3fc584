import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { temporaryFolder } from './temporary-folder.ts';

describe('the temporary folder of a stage', () => {
  it('takes what a program leaves behind, and goes with it', () => {
    const folder = temporaryFolder();
    const program = "require('node:fs').mkdtempSync(require('node:os').tmpdir() + '/left-'); process.kill(process.pid, 'SIGKILL')";
    spawnSync(process.execPath, ['-e', program], { env: { ...process.env, ...folder.environment } });
    expect(readdirSync(folder.path)).toEqual([expect.stringMatching(/^left-/)]);
    folder.remove();
    expect(existsSync(folder.path)).toBe(false);
  });
});
