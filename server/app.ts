import type { Logger } from 'pino';
import type { OperationId } from '#shared/contract/index.ts';
import { openDatabase, type DatabaseSettings } from './db/database.ts';
import { migrate } from './db/migrate.ts';
import { migrations } from './db/migrations/index.ts';
import { createActivity } from './domains/audit/activity.service.ts';
import { microsecondClock } from './domains/audit/microseconds.ts';
import { openSigning } from './domains/audit/signing.ts';
import { licencesHandlers } from './domains/licences/licences.handlers.ts';
import { organizationsHandlers } from './domains/organizations/organizations.handlers.ts';
import { createOrganizations } from './domains/organizations/organizations.service.ts';
import { overviewHandlers } from './domains/overview/overview.handlers.ts';
import { createOverview } from './domains/overview/overview.service.ts';
import { rolesHandlers } from './domains/roles/roles.handlers.ts';
import { samplesHandlers } from './domains/samples/samples.handlers.ts';
import { createSamples } from './domains/samples/samples.service.ts';
import { createAuthentication } from './domains/session/authenticate.ts';
import { createCredentials } from './domains/session/credentials.ts';
import { createLocalSession, noLocalSession } from './domains/session/local-session.service.ts';
import { createPasswordLinks } from './domains/session/password-links.service.ts';
import { sessionHandlers } from './domains/session/session.handlers.ts';
import { createSessions } from './domains/session/session.service.ts';
import { createSetup } from './domains/session/setup.service.ts';
import { createTokens } from './domains/session/tokens.service.ts';
import { settingsHandlers } from './domains/settings/settings.handlers.ts';
import { createSettings } from './domains/settings/settings.service.ts';
import { insertInstallation } from './domains/settings/settings.store.ts';
import { usersHandlers } from './domains/users/users.handlers.ts';
import { createUserChanges } from './domains/users/user-changes.service.ts';
import { createUsers } from './domains/users/users.service.ts';
import { createFeed } from './feed.ts';
import type { Foundation } from './foundation.ts';
import type { Handlers } from './http/handlers.ts';
import { createHttpServer } from './http/http-server.ts';
import type { Limits } from './http/limits.ts';
import type { OutputMode } from './http/output.ts';
import { serverJobs } from './jobs/jobs.ts';
import { startJobs } from './jobs/scheduler.ts';
import { createJobs } from './plans/jobs.ts';
import { createPlanHandlers } from './plans/plans.handlers.ts';
import { joinPostgresFeed } from './postgres-feed.ts';

export type ServerOptions = {
  database: DatabaseSettings;
  /** Of the installation, when there is none yet. */
  installation: { name: string; deployment: 'enterprise' | 'hosted' };
  host: string;
  /** 0 for any free one. */
  port: number;
  /** Where people reach the server; its own address when undefined. */
  publicUrl: string | undefined;
  /** Whether a desktop's own server: it has a one-time secret, and no setup link (X6). */
  embedded: boolean;
  trustedProxies: readonly string[];
  limits: Limits;
  outputMode: OutputMode;
  clock: () => Date;
  log: Logger;
};

export type RunningServer = {
  /** Its own address, without a trailing slash. */
  url: string;
  foundation: Foundation;
  /** X6: exchanged for the local session; an embedded server's only. */
  secret: string | undefined;
  /** X6: a fresh one while nobody is superadmin; never an embedded server's. */
  setupLink: string | undefined;
  /** Ends what runs, within its limit, then everything else. */
  close(): Promise<void>;
};

/** Builds the whole server and starts it: the one place that knows every part. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const address = { url: options.publicUrl ?? '' };
  const world = await openWorld(options, () => address.url);
  const { foundation } = world;
  const credentials = createCredentials(foundation);
  const authentication = createAuthentication(foundation);
  const setup = createSetup(foundation);
  const localSession = options.embedded ? createLocalSession(foundation) : undefined;
  const planJobs = createJobs(foundation);
  const services = { sessions: createSessions(foundation, credentials), tokens: createTokens(foundation), setup, localSession: localSession ?? noLocalSession };
  const handlers: Handlers<OperationId> = {
    ...sessionHandlers(foundation, services),
    ...domainHandlers(foundation),
    ...createPlanHandlers({ foundation, jobs: planJobs, credentials }),
  };
  const http = await createHttpServer({ ...options, foundation, handlers, authentication, passwordLinks: createPasswordLinks(foundation) });
  await planJobs.clearLeftOvers();
  const url = await http.app.listen({ host: options.host, port: options.port });
  address.url ||= url;
  const scheduler = startJobs(foundation, serverJobs(foundation));
  return {
    url,
    foundation,
    secret: localSession?.secret,
    setupLink: options.embedded ? undefined : await setup.link(),
    close: async () => {
      await http.close();
      await planJobs.stopAll();
      await scheduler.stop();
      await world.close();
    },
  };
}

function domainHandlers(foundation: Foundation) {
  return {
    ...settingsHandlers(createSettings(foundation)),
    ...rolesHandlers(foundation),
    ...licencesHandlers(foundation),
    ...overviewHandlers(createOverview(foundation)),
    ...organizationsHandlers(createOrganizations(foundation)),
    ...samplesHandlers(createSamples(foundation)),
    ...usersHandlers({ users: createUsers(foundation), changes: createUserChanges(foundation), activity: createActivity(foundation) }),
  };
}

/** The database at its newest schema, and what stands on it. */
async function openWorld({ database: settings, installation, clock, log }: ServerOptions, publicUrl: () => string): Promise<{ foundation: Foundation; close: () => Promise<void> }> {
  const database = openDatabase(settings);
  try {
    await migrate(database, migrations);
    await insertInstallation(database.db, installation.name, installation.deployment);
    const signing = await openSigning(database, clock);
    const local = createFeed();
    const joined = settings.kind === 'postgres' ? await joinPostgresFeed(local, settings.url, { database, log }) : { feed: local, close: async () => {} };
    const foundation = { database, clock, preciseTime: microsecondClock(clock), log, feed: joined.feed, signing, publicUrl };
    return {
      foundation,
      close: async () => {
        await joined.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
