import { z } from 'zod';
import type { Log } from './rotated-log.ts';

/** The utility process that runs the bundled server, or a child process in tests. */
export type ServerProcess = {
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number) => void): void;
  /** Asks it to finish what it does and end. */
  terminate(): void;
  /** Ends it at once. */
  kill(): void;
};

/** X6: where the server listens on this computer, and a secret that makes one session. */
const readyMessage = z.object({ url: z.url({ protocol: /^http$/, hostname: /^(127\.0\.0\.1|localhost)$/ }), secret: z.string().min(16) });
export type EmbeddedAddress = z.infer<typeof readyMessage>;

export type EmbeddedServerOptions = {
  start: () => ServerProcess;
  log: Log;
  onReady: (address: EmbeddedAddress) => void;
  onLost: () => void;
  /** Waits before starting again, in milliseconds; the last one repeats. */
  pauses?: readonly number[];
};

/** The embedded server: started with the application, started again when it ends by itself, stopped with it. */
export type EmbeddedServer = {
  start(): void;
  /** A new process with a new secret, when the session of the old one is not accepted any more. */
  restart(): void;
  /** Asks the server to end, and ends it when it takes too long. */
  stop(): Promise<void>;
};

const usualPauses = [100, 500, 1_000, 2_000, 5_000, 15_000];
/** A server that ran for so long did not fail at its start. */
const steadyAfter = 30_000;
const stopWithin = 8_000;

export function createEmbeddedServer(options: EmbeddedServerOptions): EmbeddedServer {
  const pauses = options.pauses ?? usualPauses;
  let process: ServerProcess | null = null;
  let stopping = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let ended: Promise<void> = Promise.resolve();

  function start(): void {
    if (process !== null || stopping) return;
    const started = options.start();
    const startedAt = Date.now();
    process = started;
    options.log.write('server started');
    started.onMessage((message) => {
      const ready = readyMessage.safeParse(message);
      if (ready.success && process === started) options.onReady(ready.data);
    });
    ended = new Promise((resolve) => started.onExit((code) => {
      resolve();
      if (process === started) takeExit(code, Date.now() - startedAt);
    }));
  }

  function takeExit(code: number, ran: number): void {
    process = null;
    options.log.write('server ended', { code, ran });
    options.onLost();
    if (stopping) return;
    failures = ran > steadyAfter ? 0 : failures;
    timer = setTimeout(start, pauses[Math.min(failures, pauses.length - 1)]);
    failures += 1;
  }

  return {
    start,
    restart() {
      process?.terminate();
    },
    async stop() {
      stopping = true;
      clearTimeout(timer);
      const running = process;
      if (running === null) return;
      running.terminate();
      const tooLong = setTimeout(() => running.kill(), stopWithin);
      await ended;
      clearTimeout(tooLong);
    },
  };
}
