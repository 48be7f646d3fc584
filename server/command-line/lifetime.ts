/** The private channel to the desktop's main process, of an Electron utility process or of a forked Node process. */
export type Parent = {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onGone(listener: () => void): void;
};

type ElectronPort = { postMessage(message: unknown): void; on(event: 'message', listener: (event: { data: unknown }) => void): void; once(event: 'close', listener: () => void): void };

/** The channel of this process; undefined when nobody started it with one. */
export function parentOf(program: NodeJS.Process): Parent | undefined {
  const port = (program as unknown as { parentPort?: ElectronPort | null }).parentPort;
  if (port) {
    return {
      post: (message) => port.postMessage(message),
      onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
      onGone: (listener) => port.once('close', listener),
    };
  }
  if (program.send === undefined) return undefined;
  return {
    post: (message) => void program.send?.(message),
    onMessage: (listener) => program.on('message', listener),
    onGone: (listener) => program.once('disconnect', listener),
  };
}

/** Resolves with the reason once this process is told to end: by a signal, by its parent, or by its parent's end. */
export function untilTold(program: NodeJS.Process, parent: Parent | undefined): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) program.once(signal, () => resolve(signal));
    parent?.onGone(() => resolve('parent gone'));
    parent?.onMessage((message) => {
      if (message === 'stop') resolve('parent said so');
    });
  });
}
