const lineFeed = 0x0A;
const carriageReturn = 0x0D;

/**
 * Counts the physical lines of a stream of bytes. Line ends are CRLF, LF and CR in any mixture, also inside quoted
 * cells, so that a record's line is the one an editor shows.
 */
export class PhysicalLines {
  /** Offsets just behind each line end that has been fed and not yet been passed. */
  #ends: number[] = [];
  #next = 0;
  #passed = 0;
  #fed = 0;
  #endedWithReturn = false;

  /** Takes the next bytes of the stream. */
  feed(chunk: Buffer): void {
    this.#passed += this.#next;
    this.#ends = this.#ends.slice(this.#next);
    this.#next = 0;
    if (this.#endedWithReturn && chunk.length > 0 && chunk[0] !== lineFeed) this.#ends.push(this.#fed);
    let feed = chunk.indexOf(lineFeed);
    let back = chunk.indexOf(carriageReturn);
    while (feed >= 0 || back >= 0) {
      if (feed >= 0 && (back < 0 || feed < back)) {
        this.#ends.push(this.#fed + feed + 1);
        feed = chunk.indexOf(lineFeed, feed + 1);
        continue;
      }
      const isLast = back === chunk.length - 1;
      // The line feed of a CRLF ends the line; a return at the end of the chunk waits for the next byte.
      if (!isLast && back + 1 !== feed) this.#ends.push(this.#fed + back + 1);
      back = chunk.indexOf(carriageReturn, back + 1);
    }
    if (chunk.length > 0) this.#endedWithReturn = chunk[chunk.length - 1] === carriageReturn;
    this.#fed += chunk.length;
  }

  /** The line a byte stands on, from 1. Offsets must not decrease from call to call. */
  lineAt(offset: number): number {
    while (this.#next < this.#ends.length && (this.#ends[this.#next] ?? 0) <= offset) this.#next += 1;
    return this.#passed + this.#next + 1;
  }
}
