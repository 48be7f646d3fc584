/** Whether this is `npm run test:faults`; else the drills run with few rounds, as tests among others. */
export const isFullDrill = process.env['QUARTERDECK_FAULTS'] === 'full';

/**
 * How often a drill does what it does: seldom among the other tests, often by itself. QUARTERDECK_FAULT_ROUNDS
 * takes the place of the full number, for a drill that goes on through a night.
 */
export function rounds(quick: number, full: number): number {
  if (!isFullDrill) return quick;
  const wanted = Number(process.env['QUARTERDECK_FAULT_ROUNDS'] ?? full);
  return Number.isInteger(wanted) && wanted > 0 ? wanted : full;
}

/** Prints what a full drill saw; among the other tests a drill is silent. */
export function saw(text: string): void {
  if (isFullDrill) process.stdout.write(`   saw: ${text}\n`);
}
