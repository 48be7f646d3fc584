import { randomFillSync } from 'node:crypto';

const randomBytes = Buffer.alloc(8 * 1_024);
let used = randomBytes.length;
let lastTime = 0;
let counter = 0;

/** Ids that can be made within one millisecond before the next one is borrowed. */
const counterRange = 4_096;

/**
 * A UUIDv7 (RFC 9562): the time in milliseconds, then a counter of 12 bits so that ids of one process ascend in the
 * order they were made, then 62 random bits.
 */
export function uuidv7(now: Date): string {
  const time = now.getTime();
  if (time > lastTime) {
    lastTime = time;
    counter = 0;
  } else if (++counter === counterRange) {
    lastTime += 1;
    counter = 0;
  }
  const random = nextRandom();
  const moment = lastTime.toString(16).padStart(12, '0');
  const variant = ((random[0]! & 0x3f) | 0x80).toString(16);
  const tail = random.toString('hex', 1);
  return `${moment.slice(0, 8)}-${moment.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${variant}${tail.slice(0, 2)}-${tail.slice(2, 14)}`;
}

function nextRandom(): Buffer {
  if (used + 8 > randomBytes.length) {
    randomFillSync(randomBytes);
    used = 0;
  }
  used += 8;
  return randomBytes.subarray(used - 8, used);
}
