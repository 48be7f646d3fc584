import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

/** A mistake on the command line: the program says it and ends with status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export type OptionDescription = {
  /** How the value is called in the help; none for a switch. */
  value?: string;
  help: string;
  multiple?: boolean;
  required?: boolean;
};

export type CommandDescription = {
  name: string;
  summary: string;
  /** Names of the positional arguments, all required. */
  positionals: readonly string[];
  options: Readonly<Record<string, OptionDescription>>;
};

export type Arguments = {
  /** The value of an option; undefined when it was not given. */
  text(option: string): string | undefined;
  /** A whole number of at least `least`. @throws UsageError */
  number(option: string, otherwise: number, least: number): number;
  list(option: string): string[];
  has(option: string): boolean;
  positional(place: number): string;
};

/** Reads a command's arguments; what it does not know is refused. @throws UsageError */
export function readArguments(command: CommandDescription, args: readonly string[]): Arguments {
  const options: ParseArgsOptionsConfig = { help: { type: 'boolean' } };
  for (const [name, { value, multiple }] of Object.entries(command.options)) options[name] = { type: value === undefined ? 'boolean' : 'string', multiple: multiple ?? false };
  const { values, positionals } = parse(command, args, options);
  if (positionals.length !== command.positionals.length && values['help'] !== true) {
    throw new UsageError(command.positionals.length === 0 ? `${command.name} takes no ${positionals[0]}.` : `${command.name} needs ${command.positionals.join(' ')}.`);
  }
  const text = (option: string): string | undefined => (typeof values[option] === 'string' ? values[option] : undefined);
  for (const [name, { required }] of Object.entries(command.options)) {
    if (required === true && text(name) === undefined && values['help'] !== true) throw new UsageError(`${command.name} needs --${name}.`);
  }
  return {
    text,
    number: (option, otherwise, least) => {
      const given = text(option);
      if (given === undefined) return otherwise;
      if (!/^\d{1,12}$/.test(given) || Number(given) < least) throw new UsageError(`--${option} must be a whole number of at least ${least}.`);
      return Number(given);
    },
    list: (option) => (Array.isArray(values[option]) ? values[option].map(String) : []),
    has: (option) => values[option] === true,
    positional: (place) => positionals[place] ?? '',
  };
}

function parse(command: CommandDescription, args: readonly string[], options: ParseArgsOptionsConfig) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(`${command.name}: ${error instanceof Error ? error.message.split('. ', 1)[0] : String(error)}.`, { cause: error });
  }
}

/** The help of one command. */
export function helpOf({ name, summary, positionals, options }: CommandDescription): string {
  const described: [string, OptionDescription][] = [...Object.entries(options), ['help', { help: 'Shows this.' }]];
  const left = described.map(([option, { value, multiple }]) => `--${option}${value === undefined ? '' : ` ${value}`}${multiple === true ? ' …' : ''}`);
  const width = Math.max(...left.map((text) => text.length));
  const lines = described.map(([, { help, required }], place) => `  ${left[place]!.padEnd(width)}  ${help}${required === true ? ' (required)' : ''}`);
  return `${[`Usage: server ${[name, ...positionals].join(' ')} [options]`, '', summary, '', ...lines].join('\n')}\n`;
}
