import { hostname, userInfo } from 'node:os';
import { pino } from 'pino';
import { openDatabase } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { migrations } from '../db/migrations/index.ts';
import { microsecondClock } from '../domains/audit/microseconds.ts';
import { openSigning } from '../domains/audit/signing.ts';
import { insertInstallation } from '../domains/settings/settings.store.ts';
import { breakGlass } from '../domains/users/break-glass.service.ts';
import { createFeed } from '../feed.ts';
import type { Arguments, CommandDescription } from './arguments.ts';
import { databaseSettings, dataOptions, lockDataFolder } from './data-folder.ts';
import { print } from './maintenance.ts';

export const breakGlassCommand: CommandDescription = {
  name: 'break-glass',
  summary:
    'Makes or restores a superadmin, for when nobody can sign in any more. A server on SQLite must be stopped. Prints a temporary password, an API token for the next 24 hours and, with --public-url, a one-time password link. It is audited.',
  positionals: [],
  options: {
    ...dataOptions,
    username: { value: 'NAME', help: 'Who becomes superadmin; made when there is nobody of that name.', required: true },
    email: { value: 'ADDRESS', help: 'Of a person who has to be made.' },
    'public-url': { value: 'URL', help: 'The address at which people reach the server, for the link.' },
  },
};

/** X7: offline, on the server's machine: whoever may read its data may do this anyway, but here it is written down. */
export async function runBreakGlass(given: Arguments): Promise<void> {
  const settings = databaseSettings(given);
  const release = lockDataFolder(settings);
  const database = openDatabase(settings);
  try {
    await migrate(database, migrations);
    await insertInstallation(database.db, hostname(), 'enterprise');
    const clock = (): Date => new Date();
    const publicUrl = given.text('public-url')?.replace(/\/+$/, '');
    const foundation = { database, clock, preciseTime: microsecondClock(clock), log: pino({ level: 'silent' }), feed: createFeed(), signing: await openSigning(database, clock), publicUrl: () => publicUrl ?? '' };
    print(await breakGlass(foundation, { username: given.text('username') ?? '', email: given.text('email'), link: publicUrl !== undefined, operator: `${userInfo().username}@${hostname()}` }));
  } finally {
    await database.close();
    release();
  }
}
