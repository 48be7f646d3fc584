import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { listenToPostgres } from './db/postgres-channel.ts';
import { changesChannel } from './domains/audit/audited-transaction.ts';
import { readHead } from './domains/audit/audit.store.ts';
import type { Announcement, Feed } from './feed.ts';
import type { Foundation } from './foundation.ts';

/** What travels between processes: never more than identifiers and numbers, and far below PostgreSQL's 8,000 bytes. */
type Message = { kind: 'committed'; sequence: number } | { kind: 'announced'; from: string; announcement: Announcement };

/**
 * Joins the feeds of all server processes on one PostgreSQL database (LISTEN and NOTIFY). A connection that breaks is
 * made again; what was committed meanwhile is found in the audit log.
 *
 * @param feed the feed within this process; it hears what others tell, and others hear its announcements.
 * @param url of the database; listening needs a connection of its own.
 * @returns the feed to announce through, and the function that stops listening.
 */
export async function joinPostgresFeed(feed: Feed, url: string, { database, log }: Pick<Foundation, 'database' | 'log'>): Promise<{ feed: Feed; close: () => Promise<void> }> {
  const self = randomUUID();

  const hear = (payload: string): void => {
    const message = JSON.parse(payload) as Partial<Message>;
    if (message.kind === 'committed') feed.committed(message.sequence ?? 0);
    if (message.kind === 'announced' && message.from !== self && message.announcement) feed.announce(message.announcement);
  };
  const channel = await listenToPostgres(url, changesChannel, {
    onMessage: hear,
    // Whatever was committed while nobody listened.
    onListening: async () => feed.committed((await readHead(database.db)).sequence),
    onFailure: (error) => log.warn({ err: error }, 'listening for changes was interrupted'),
  });

  const announce = (announcement: Announcement): void => {
    feed.announce(announcement);
    const message: Message = { kind: 'announced', from: self, announcement };
    sql`select pg_notify(${changesChannel}, ${JSON.stringify(message)})`.execute(database.db).catch((error: unknown) => log.warn({ err: error }, 'an announcement was not heard by other processes'));
  };
  return { feed: { ...feed, announce }, close: channel.close };
}
