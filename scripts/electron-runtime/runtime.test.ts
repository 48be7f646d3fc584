import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { recentFailure, rememberFailure } from './official.ts';
import { resolveElectronRuntime } from './runtime.ts';

const hour = 60 * 60_000;

describe('a failed download of the official Electron', () => {
  let cache = '';

  beforeEach(() => {
    cache = mkdtempSync(path.join(tmpdir(), 'quarterdeck-cache-'));
    vi.stubEnv('QUARTERDECK_CACHE', cache);
  });

  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(cache, { recursive: true, force: true });
  });

  it('is not repeated for a day, and then tried again', async () => {
    const failedAt = Date.parse('2026-11-24T08:00:00Z');
    expect(await recentFailure(failedAt)).toBeNull();
    await rememberFailure(failedAt, 'no answer');
    expect(await recentFailure(failedAt + 23 * hour)).toBe('no answer');
    expect(await recentFailure(failedAt + 24 * hour)).toBeNull();
  });

  it('is tried again when the clock was set back', async () => {
    await rememberFailure(Date.parse('2026-11-24T08:00:00Z'), 'no answer');
    expect(await recentFailure(Date.parse('2026-11-23T08:00:00Z'))).toBeNull();
  });

  it('is forgotten once a download succeeds', async () => {
    await rememberFailure(Date.now(), 'no answer');
    await rememberFailure(Date.now(), null);
    expect(await recentFailure(Date.now())).toBeNull();
  });
});

describe('the Electron runtime', () => {
  it('starts, has the version it is said to have, and is the same for everyone who asks at once', async () => {
    const log: string[] = [];
    const [first, second] = await Promise.all([
      resolveElectronRuntime((line) => log.push(line)),
      resolveElectronRuntime((line) => log.push(line)),
    ]);
    expect(second).toEqual(first);
    const answer = spawnSync(first.path, ['-p', 'process.versions.electron'], {
      encoding: 'utf8',
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    expect(answer.stdout.trim()).toBe(first.version);
    const warned = log.some((line) => line.includes('for development and tests only'));
    expect(warned).toBe(first.kind === 'fallback');
  }, 120_000);
});
