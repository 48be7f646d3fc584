import { existsSync } from 'node:fs';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { hasDisplay, openDisplay } from './display.ts';
import { isCommand } from './system-needs.ts';

afterEach(() => void vi.unstubAllEnvs());

describe('a screen for the windows', () => {
  it('is the one of the machine where there is one', async () => {
    vi.stubEnv('DISPLAY', ':7');
    const display = await openDisplay(() => expect.unreachable('nothing has to be said'));
    expect(display.environment).toEqual({});
  });

  it.skipIf(!isCommand('Xvfb'))('is Xvfb on a free number where there is none, and it is said', async () => {
    vi.stubEnv('DISPLAY', undefined);
    vi.stubEnv('WAYLAND_DISPLAY', undefined);
    expect(hasDisplay()).toBe(false);
    const said: string[] = [];
    const [first, second] = await Promise.all([openDisplay((line) => said.push(line)), openDisplay((line) => said.push(line))]);
    expect(first.environment['DISPLAY']).toMatch(/^:\d+$/);
    expect(second.environment['DISPLAY']).not.toBe(first.environment['DISPLAY']);
    expect(said.join()).toContain('Xvfb');
    expect(existsSync(`/tmp/.X11-unix/X${first.environment['DISPLAY']?.slice(1) ?? ''}`)).toBe(true);
    first.stop();
    second.stop();
    const socket = `/tmp/.X11-unix/X${first.environment['DISPLAY']?.slice(1) ?? ''}`;
    await vi.waitFor(() => expect(existsSync(socket)).toBe(false), { timeout: 10_000 });
  });
});
