import { FileProblem } from './file-problem.ts';
import { maximumSharedStringBytes, maximumSharedStrings } from './limits.ts';
import type { XlsxArchive } from './xlsx-archive.ts';
import { unescapeCell } from './xlsx-escapes.ts';
import { readXml, type PartReading, type XmlEvents } from './xlsx-xml.ts';

const slabBytes = 1_048_576;

/**
 * The texts a spreadsheet's cells refer to by number. A sheet of a million rows has millions of them, so they are kept
 * as UTF-8 in slabs instead of as strings: their own length and twelve bytes each.
 */
export class SharedStrings {
  readonly #slabs: Buffer[] = [];
  /** Slab, place in it and length of each text; a text never crosses from one slab to the next. */
  #places = new Uint32Array(3 * 1_024);
  #count = 0;
  #used = slabBytes;
  #bytes = 0;

  /** @throws FileProblem `too_many_shared_strings` */
  add(text: string): void {
    const length = Buffer.byteLength(text);
    this.#bytes += length;
    if (this.#count >= maximumSharedStrings || this.#bytes > maximumSharedStringBytes) {
      throw new FileProblem('too_many_shared_strings', { limit: maximumSharedStringBytes });
    }
    if (this.#used + length > slabBytes) {
      this.#slabs.push(Buffer.allocUnsafe(Math.max(slabBytes, length)));
      this.#used = 0;
    }
    const slab = this.#slabs.length - 1;
    this.#slabs[slab]?.write(text, this.#used);
    this.#remember(slab, this.#used, length);
    this.#used += length;
    this.#count += 1;
  }

  #remember(slab: number, start: number, length: number): void {
    const at = this.#count * 3;
    if (at === this.#places.length) {
      const places = new Uint32Array(this.#places.length * 2);
      places.set(this.#places);
      this.#places = places;
    }
    this.#places[at] = slab;
    this.#places[at + 1] = start;
    this.#places[at + 2] = length;
  }

  /** The text of a number, or null when the file refers to one that it does not have. */
  get(index: number): string | null {
    if (!Number.isInteger(index) || index < 0 || index >= this.#count) return null;
    const start = this.#places[index * 3 + 1] ?? 0;
    const length = this.#places[index * 3 + 2] ?? 0;
    return this.#slabs[this.#places[index * 3] ?? 0]?.toString('utf8', start, start + length) ?? null;
  }
}

/** Reads the shared texts of a spreadsheet; reading aids (furigana) are not part of them. */
export async function readSharedStrings(archive: XlsxArchive, entry: string | null, reading: PartReading): Promise<SharedStrings> {
  const strings = new SharedStrings();
  if (entry === null || !archive.has(entry)) return strings;
  let text = '';
  let inText = false;
  let readingAids = 0;
  const events: XmlEvents = {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') readingAids += 1;
      else if (name === 't') inText = readingAids === 0;
    },
    text(part) {
      if (inText) text += part;
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') readingAids -= 1;
      else if (name === 'si') strings.add(unescapeCell(text));
    },
  };
  await readXml(archive, entry, events, reading);
  return strings;
}
