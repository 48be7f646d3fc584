/** Estimates how long a phase still takes. */
export type Pace = {
  /** Milliseconds left in this phase; null while too little is known. */
  remaining(phase: string, done: number, total: number | null): number | null;
};

/** Too short to say anything: milliseconds and share of the phase. */
const shortest = 800;
const smallestShare = 0.02;

/** The pace of one task: steady work is assumed within a phase, and a new phase starts anew. */
export function createPace(now: () => number): Pace {
  let current: { phase: string; since: number; from: number } | null = null;
  return {
    remaining(phase, done, total) {
      if (current?.phase !== phase) current = { phase, since: now(), from: done };
      if (total === null || total <= 0) return null;
      const elapsed = now() - current.since;
      const covered = done - current.from;
      if (elapsed < shortest || covered / total < smallestShare) return null;
      return Math.max(0, Math.round((elapsed / covered) * (total - done)));
    },
  };
}
