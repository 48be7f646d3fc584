import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** Until the next attempt to listen again, in milliseconds. */
const reconnectAfter = 1_000;

export type ChannelListener = {
  onMessage: (payload: string) => void;
  /** After each time that listening has begun: what was said before was not heard. */
  onListening: () => Promise<void>;
  onFailure: (error: unknown) => void;
};

/**
 * Listens to a channel (LISTEN) over a connection of its own; one that breaks is made again until `close`.
 *
 * @throws when the first connection cannot be made.
 */
export async function listenToPostgres(url: string, channel: string, { onMessage, onListening, onFailure }: ChannelListener): Promise<{ close: () => Promise<void> }> {
  let closed = false;
  let client: pg.Client | undefined;

  const listen = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, keepAlive: true });
    next.on('notification', ({ payload }) => onMessage(payload ?? ''));
    next.on('error', onFailure);
    await next.connect();
    next.once('end', () => void again());
    await next.query(`listen ${pg.escapeIdentifier(channel)}`);
    client = next;
    await onListening();
  };
  const again = async (): Promise<void> => {
    while (!closed) {
      await pause(reconnectAfter, undefined, { ref: false });
      if (closed) return;
      try {
        return await listen();
      } catch (error) {
        onFailure(error);
      }
    }
  };
  await listen();
  return {
    close: async () => {
      closed = true;
      await client?.end();
    },
  };
}
