import { hostname } from 'node:os';
import path from 'node:path';
import { startServer, type RunningServer } from '../app.ts';
import { defaultLimits } from '../http/limits.ts';
import { openLog } from '../log.ts';
import { UsageError, type Arguments, type CommandDescription } from './arguments.ts';
import { dataFolder, databaseSettings, dataOptions, lockDataFolder } from './data-folder.ts';
import { parentOf, untilTold } from './lifetime.ts';

export const serveCommand: CommandDescription = {
  name: 'serve',
  summary: 'Runs the server. Prints one JSON line with its address and, while nobody is superadmin, the one-time setup link.',
  positionals: [],
  options: {
    ...dataOptions,
    port: { value: 'N', help: 'Port to listen on; 0 for any free one. Default 4780.' },
    host: { value: 'ADDRESS', help: 'Address to listen on. Default 127.0.0.1: this machine only. Put a reverse proxy with TLS in front of any other.' },
    'public-url': { value: 'URL', help: 'The address at which people reach the server; links begin with it. Default: its own.' },
    name: { value: 'NAME', help: 'Name of the installation at its first start. Default: the name of the machine.' },
    deployment: { value: 'KIND', help: 'enterprise (default) or hosted, at the first start.' },
    'pool-size': { value: 'N', help: 'Connections to PostgreSQL. Default 10.' },
    'trusted-proxy': { value: 'ADDRESS', multiple: true, help: 'Address or network of a reverse proxy whose X-Forwarded-For is believed.' },
    'requests-per-token': { value: 'N', help: `Requests a minute with one token. Default ${defaultLimits.perToken}.` },
    'requests-per-address': { value: 'N', help: `Requests a minute from one address. Default ${defaultLimits.perAddress}.` },
    'log-level': { value: 'LEVEL', help: 'trace, debug, info (default), warn, error or silent.' },
    embedded: { help: 'Runs as the server of the desktop console that started it, and ends with it.' },
  },
};

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];
/** A desktop that is closed does not wait for long. */
const embeddedShutdown = 5_000;

/** Runs until it is told to stop. */
export async function serve(given: Arguments): Promise<void> {
  const embedded = given.has('embedded');
  const parent = embedded ? parentOf(process) : undefined;
  if (embedded && !parent) throw new UsageError('--embedded is for a process that the desktop console has started.');
  const settings = databaseSettings(given);
  const release = lockDataFolder(settings);
  const folder = dataFolder(given);
  const log = openLog(folder === undefined ? undefined : path.join(folder, 'logs'), oneOf(given, 'log-level', logLevels, 'info'));
  let server: RunningServer | undefined;
  try {
    server = await startServer({
      database: settings,
      installation: { name: given.text('name') ?? hostname(), deployment: oneOf(given, 'deployment', ['enterprise', 'hosted'], 'enterprise') as 'enterprise' | 'hosted' },
      host: given.text('host') ?? '127.0.0.1',
      port: given.number('port', 4_780, 0),
      publicUrl: publicUrl(given),
      embedded,
      trustedProxies: given.list('trusted-proxy'),
      limits: {
        ...defaultLimits,
        perToken: given.number('requests-per-token', defaultLimits.perToken, 1),
        perAddress: given.number('requests-per-address', defaultLimits.perAddress, 1),
        ...(embedded ? { shutdown: embeddedShutdown } : {}),
      },
      outputMode: 'projected',
      clock: () => new Date(),
      log,
    });
    const { url, secret, setupLink } = server;
    log.info({ url }, 'server started');
    if (parent) parent.post({ url, secret });
    else process.stdout.write(`${JSON.stringify({ url, ...(setupLink === undefined ? {} : { setupLink }) })}\n`);
    const reason = await untilTold(process, parent);
    log.info({ reason }, 'server stops');
  } finally {
    await server?.close();
    release();
    log.info('server stopped');
  }
}

function oneOf(given: Arguments, option: string, choices: readonly string[], otherwise: string): string {
  const chosen = given.text(option) ?? otherwise;
  if (!choices.includes(chosen)) throw new UsageError(`--${option} must be one of ${choices.join(', ')}.`);
  return chosen;
}

function publicUrl(given: Arguments): string | undefined {
  const text = given.text('public-url');
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') throw new UsageError('--public-url must be an http or https address.');
  return url.href.replace(/\/+$/, '');
}
