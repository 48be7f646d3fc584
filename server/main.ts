import { AppError } from '#shared/errors.ts';
import { helpOf, readArguments, UsageError, type Arguments, type CommandDescription } from './command-line/arguments.ts';
import { breakGlassCommand, runBreakGlass } from './command-line/break-glass.ts';
import { backupCommand, migrateCommand, restoreCommand, runBackup, runMigrate, runRestore } from './command-line/maintenance.ts';
import { serve, serveCommand } from './command-line/serve.ts';
import { version } from './version.ts';

const commands: readonly { description: CommandDescription; run: (given: Arguments) => Promise<void> }[] = [
  { description: serveCommand, run: serve },
  { description: migrateCommand, run: runMigrate },
  { description: backupCommand, run: runBackup },
  { description: restoreCommand, run: runRestore },
  { description: breakGlassCommand, run: runBreakGlass },
];

const overview = `${[
  `Quarterdeck server ${version}`,
  '',
  'Usage: server COMMAND [options]',
  '',
  ...commands.map(({ description }) => `  ${description.name.padEnd(12)} ${description.summary.split('. ', 1)[0]}`),
  '',
  'server COMMAND --help says more.',
].join('\n')}\n`;

async function main([name, ...rest]: readonly string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === 'help') {
    process.stdout.write(overview);
    return name === undefined ? 2 : 0;
  }
  if (name === '--version') {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  const command = commands.find(({ description }) => description.name === name);
  if (!command) throw new UsageError(`There is no command ${name}. --help lists them.`);
  const given = readArguments(command.description, rest);
  if (given.has('help')) process.stdout.write(helpOf(command.description));
  else await command.run(given);
  return 0;
}

// Whoever read the first line may close the pipe; the server goes on without it.
process.stdout.on('error', () => {});
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const expected = error instanceof UsageError || error instanceof AppError;
  process.stderr.write(`${expected ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
// What was printed leaves first; then whatever still holds the process, such as the channel to a parent, does not keep it.
await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
process.exit();
