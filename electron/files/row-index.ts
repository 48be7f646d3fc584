import type { FileRecord } from './file-record.ts';

/**
 * Remembers whole rows to find repeated ones, a million of them in 40 MB: a hash of 64 bits and the line of each, in
 * a table that is never asked for the row itself. Two different rows are taken for the same once in ten million files
 * of a million rows.
 */
export class RowIndex {
  #slots = 1 << 12;
  #high = new Uint32Array(this.#slots);
  #low = new Uint32Array(this.#slots);
  #lines = new Uint32Array(this.#slots);
  #count = 0;

  /** The line of the first row equal to this one, or null when it is new (it is then remembered). */
  firstLineOf(record: FileRecord): number | null {
    if (this.#count * 2 >= this.#slots) this.#grow();
    const [high, low] = hashOf(record.cells);
    const slot = this.#slotOf(high, low);
    const known = this.#lines[slot] ?? 0;
    if (known !== 0) return known;
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#lines[slot] = record.line;
    this.#count += 1;
    return null;
  }

  #slotOf(high: number, low: number): number {
    let slot = (low ^ (high >>> 7)) & (this.#slots - 1);
    while (this.#lines[slot] !== 0 && (this.#high[slot] !== high || this.#low[slot] !== low)) {
      slot = (slot + 1) & (this.#slots - 1);
    }
    return slot;
  }

  #grow(): void {
    const high = this.#high;
    const low = this.#low;
    const lines = this.#lines;
    this.#slots *= 2;
    this.#high = new Uint32Array(this.#slots);
    this.#low = new Uint32Array(this.#slots);
    this.#lines = new Uint32Array(this.#slots);
    for (let from = 0; from < lines.length; from += 1) {
      const line = lines[from] ?? 0;
      if (line === 0) continue;
      const to = this.#slotOf(high[from] ?? 0, low[from] ?? 0);
      this.#high[to] = high[from] ?? 0;
      this.#low[to] = low[from] ?? 0;
      this.#lines[to] = line;
    }
  }
}

const cellEnd = 0x1F;

/** Two independent 32-bit hashes of a row's cells. */
function hashOf(cells: readonly string[]): [high: number, low: number] {
  let high = 0x811C9DC5;
  let low = 0x9E3779B9;
  for (const cell of cells) {
    for (let at = 0; at < cell.length; at += 1) {
      const code = cell.charCodeAt(at);
      high = Math.imul(high ^ code, 0x01000193);
      low = Math.imul((low << 5) ^ (low >>> 2) ^ code, 0x85EBCA6B);
    }
    high = Math.imul(high ^ cellEnd, 0x01000193);
    low = Math.imul((low << 5) ^ (low >>> 2) ^ cellEnd, 0x85EBCA6B);
  }
  return [mixed(high), mixed(low)];
}

function mixed(hash: number): number {
  let value = hash ^ (hash >>> 16);
  value = Math.imul(value, 0x7FEB352D);
  value ^= value >>> 15;
  value = Math.imul(value, 0x846CA68B);
  return (value ^ (value >>> 16)) >>> 0;
}
