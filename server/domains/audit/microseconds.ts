/** Beyond this difference from the clock, in microseconds, the fine counter is set by the clock again. */
const tolerance = 2_000;

/**
 * A clock that tells UTC with microseconds (A2), such as `2026-11-24T09:30:00.123456Z`. `clock` says what time it is;
 * between its milliseconds the processor's counter goes on.
 */
export function microsecondClock(clock: () => Date): () => string {
  let anchor = 0;
  let counterAtAnchor = process.hrtime.bigint();
  return () => {
    const coarse = clock().getTime() * 1_000;
    const counter = process.hrtime.bigint();
    let micros = anchor + Number((counter - counterAtAnchor) / 1_000n);
    if (Math.abs(micros - coarse) > tolerance) {
      anchor = micros = coarse;
      counterAtAnchor = counter;
    }
    const seconds = new Date(Math.floor(micros / 1_000)).toISOString().slice(0, -1);
    return `${seconds}${String(micros % 1_000).padStart(3, '0')}Z`;
  };
}
