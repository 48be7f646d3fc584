import type { Logger } from 'pino';
import type { Database } from './db/database.ts';
import type { Schema } from './db/schema.ts';
import type { Signing } from './domains/audit/signing.ts';
import type { Feed } from './feed.ts';

/** What every domain service is made from: the world outside of the rules. */
export type Foundation = {
  readonly database: Database<Schema>;
  readonly clock: () => Date;
  /** The clock's time in UTC with microseconds, as the audit log writes it (A2). */
  readonly preciseTime: () => string;
  /** Ids and numbers only: no secrets, no personal data (A11). */
  readonly log: Logger;
  readonly feed: Feed;
  readonly signing: Signing;
  /** The address at which people reach this server, without a trailing slash; links begin with it. */
  readonly publicUrl: () => string;
};
