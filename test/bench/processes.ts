import { readFileSync } from 'node:fs';

/** What a process has used so far, read from the kernel; Linux only. */
export type Usage = { cpuSeconds: number };

const ticksPerSecond = 100;

/** User and system seconds of living processes, their ended children included. */
export function cpuSecondsOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands in parentheses and may hold spaces; the fields behind it do not.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return sum + fields.slice(11, 15).reduce((ticks, field) => ticks + Number(field), 0) / ticksPerSecond;
  }, 0);
}

/** Proportional set size in megabytes: what a process costs the machine, shared pages counted by share. */
export function pssMegabytes(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1_024;
  } catch {
    // It has ended.
    return 0;
  }
}

/** Watches the memory of processes while something runs. */
export class MemoryWatch {
  readonly #peaks = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;

  /** @param processes the processes to look at, by name, asked for at every look. */
  constructor(processes: () => Record<string, number>, every = 200) {
    this.#timer = setInterval(() => {
      for (const [name, pid] of Object.entries(processes())) this.#peaks.set(name, Math.max(this.#peaks.get(name) ?? 0, pssMegabytes(pid)));
    }, every);
  }

  /** Ends the watch; answers the highest megabytes seen of each process. */
  end(): Record<string, number> {
    clearInterval(this.#timer);
    return Object.fromEntries([...this.#peaks].map(([name, peak]) => [name, Math.round(peak)]));
  }
}
