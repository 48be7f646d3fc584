import { cpus, totalmem } from 'node:os';

/** One run: seconds on the clock, and of processors when known. */
export type Run = { seconds: number; cpuSeconds?: number };

export type Summary = { median: number; minimum: number; maximum: number };

/** Runs something and takes its time. */
export async function timed(work: () => Promise<unknown>, cpuSeconds?: () => number): Promise<Run> {
  const cpuBefore = cpuSeconds?.() ?? 0;
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1_000;
  return cpuSeconds === undefined ? { seconds } : { seconds, cpuSeconds: cpuSeconds() - cpuBefore };
}

export function summarize(values: readonly number[]): Summary {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  const median = sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, minimum: sorted[0]!, maximum: sorted.at(-1)! };
}

export const percentile = (values: readonly number[], share: number): number => values.toSorted((left, right) => left - right)[Math.min(values.length - 1, Math.floor(values.length * share))]!;

export type Pairs = { product: Run[]; peer: Run[]; ratio: Summary; control: Summary };

/**
 * Runs product and peer in turn, so that a busy machine is busy for both, and judges the ratio of each pair. The
 * control is the peer against its own next run: how far the same work differs from itself.
 */
export async function inPairs(count: number, product: (pair: number) => Promise<Run>, peer: (pair: number) => Promise<Run>): Promise<Pairs> {
  const runs: { product: Run; peer: Run }[] = [];
  for (let pair = 0; pair < count; pair += 1) {
    const made = { product: await product(pair), peer: await peer(pair) };
    say(`pair ${pair + 1}: product ${shown(made.product)}, peer ${shown(made.peer)}, ratio ${(made.product.seconds / made.peer.seconds).toFixed(2)}`);
    runs.push(made);
  }
  const control = runs.slice(1).map((run, index) => run.peer.seconds / runs[index]!.peer.seconds);
  return {
    product: runs.map((run) => run.product),
    peer: runs.map((run) => run.peer),
    ratio: summarize(runs.map((run) => run.product.seconds / run.peer.seconds)),
    control: summarize(control.length > 0 ? control : [1]),
  };
}

const shown = ({ seconds, cpuSeconds }: Run): string => `${seconds.toFixed(2)} s${cpuSeconds === undefined ? '' : ` (${cpuSeconds.toFixed(2)} CPU s)`}`;

export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** Seconds, CPU seconds and ratio of pairs, as they stand in a result. */
export const pairFigures = ({ product, peer, ratio, control }: Pairs): Record<string, unknown> => ({
  seconds: roundedSummary(summarize(product.map((run) => run.seconds))),
  ...(product.every((run) => run.cpuSeconds !== undefined) ? { cpuSeconds: rounded(summarize(product.map((run) => run.cpuSeconds ?? 0)).median) } : {}),
  peerSeconds: roundedSummary(summarize(peer.map((run) => run.seconds))),
  ratio: roundedSummary(ratio),
  control: roundedSummary(control),
});

export const roundedSummary = ({ median, minimum, maximum }: Summary): Summary => ({ median: rounded(median), minimum: rounded(minimum), maximum: rounded(maximum) });

export const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** What the figures were measured on. */
export const machine = (): Record<string, unknown> => ({ processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), node: process.version, platform: process.platform });
