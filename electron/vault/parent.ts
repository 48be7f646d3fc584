import process from 'node:process';

type ParentPort = { on(event: 'message', listener: (event: { data: unknown }) => void): void; postMessage(message: unknown): void };

/** The process that started this one, whether it is Electron (a utility process) or plain Node (a forked child). */
export function listenToParent(onMessage: (message: unknown) => void): { post(message: unknown): void } {
  const port = (process as { parentPort?: ParentPort }).parentPort;
  if (port !== undefined) {
    port.on('message', (event) => onMessage(event.data));
    return { post: (message) => port.postMessage(message) };
  }
  process.on('message', onMessage);
  return { post: (message) => process.send?.(message) };
}
