import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

/** A screen for windows: variables for the processes that use it, and its end. */
export interface Display {
  environment: NodeJS.ProcessEnv;
  stop(): void;
}

/** How long Xvfb may take to say which display it chose. */
const startMilliseconds = 15_000;

/** True where windows can be shown: everywhere but on a Linux without X or Wayland. */
export function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/**
 * Gives the screen of this machine, or starts Xvfb on a free display where there is none and says so.
 * Throws when Xvfb does not start.
 */
export async function openDisplay(log: (line: string) => void): Promise<Display> {
  if (hasDisplay()) return { environment: {}, stop: () => undefined };
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const stop = (): void => void server.kill();
  process.once('exit', stop);
  const number = await readDisplayNumber(server.stdio[3] as Readable, server);
  log(`No display here: windows open on the virtual display :${number} (Xvfb) and cannot be seen.`);
  return { environment: { DISPLAY: `:${number}` }, stop };
}

function readDisplayNumber(channel: Readable, server: ReturnType<typeof spawn>): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(new Error('it did not answer')), startMilliseconds);
    const fail = (cause: Error): void => {
      clearTimeout(timer);
      server.kill();
      reject(new Error(`Xvfb did not start: ${cause.message}`, { cause }));
    };
    let text = '';
    channel.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve(text.trim());
    });
    server.once('error', fail);
    server.once('exit', (code) => fail(new Error(`it ended with code ${code ?? 'none'}`)));
  });
}
