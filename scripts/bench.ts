import { parseArgs } from 'node:util';
import { machine, say } from '../test/bench/measuring.ts';
import { benches } from '../test/bench/index.ts';

const usage = `Usage: npm run bench -- NAME [--rows N] [--pairs N] [--database sqlite|postgres]

Measures one of the promises on speed against its peer, in turn and in one run. What it does is said on standard
error; the last line on standard output is one line of JSON. Linux only: processor time and memory are read
from /proc.

${benches.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`).join('\n')}
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: 'string' }, pairs: { type: 'string' }, database: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
const bench = benches.find(({ name }) => name === positionals[0]);
const kind = values.database ?? 'sqlite';
if (values.help === true) process.stdout.write(usage);
else if (bench === undefined || (kind !== 'sqlite' && kind !== 'postgres')) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  const figures = await bench.run({ kind, rows: Number(values.rows ?? 100_000), pairs: Number(values.pairs ?? 5) });
  say(JSON.stringify(machine()));
  process.stdout.write(`${JSON.stringify({ bench: bench.name, ...figures })}\n`);
}
