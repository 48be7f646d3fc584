import { SaxesParser } from 'saxes';
import { FileProblem } from './file-problem.ts';
import { maximumXmlDepth, maximumXmlSilence } from './limits.ts';
import type { XlsxArchive } from './xlsx-archive.ts';

export interface XmlEvents {
  /** An element starts. The name comes without its prefix. */
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close(name: string): void;
}

export interface PartReading {
  readonly signal?: AbortSignal | undefined;
  readonly onCompressed?: ((bytes: number) => void) | undefined;
  /** The part may not inflate to more bytes than this. */
  readonly maximumBytes?: number;
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/** The value of an attribute whatever its prefix: `r:id` and `rel:id` are both asked for as `id` with a prefix. */
export function prefixedAttribute(attributes: Readonly<Record<string, string>>, name: string): string | undefined {
  const key = Object.keys(attributes).find((each) => each.endsWith(`:${name}`));
  return key === undefined ? undefined : attributes[key];
}

/**
 * Reads a part of a spreadsheet as a stream of XML events and yields, after each chunk of it, what `taken` gives: what
 * the events have made of it so far. Document types are refused, so no entity is ever defined or expanded (M4).
 * @throws FileProblem `doctype_forbidden`, `damaged_sheet`, `cell_too_long`, and those of the archive
 */
export async function* xmlBatches<T>(
  archive: XlsxArchive, entry: string, events: XmlEvents, taken: () => T, reading: PartReading = {},
): AsyncGenerator<T> {
  const details = { fileName: archive.fileName, entry };
  const parser = new SaxesParser({ position: false, xmlns: false });
  const failures: FileProblem[] = [];
  let bytes = 0;
  let lastEventAt = 0;
  let depth = 0;
  const fail = (problem: FileProblem) => { failures.push(problem); };
  const throwFailure = () => {
    if (failures[0] !== undefined) throw failures[0];
  };
  parser.on('error', (error) => fail(new FileProblem('damaged_sheet', details, error)));
  parser.on('doctype', () => fail(new FileProblem('doctype_forbidden', details)));
  parser.on('opentag', (tag) => {
    lastEventAt = bytes;
    depth += 1;
    if (depth > maximumXmlDepth) fail(new FileProblem('damaged_sheet', details));
    if (failures.length === 0) events.open(localName(tag.name), tag.attributes);
  });
  parser.on('closetag', (tag) => {
    lastEventAt = bytes;
    depth -= 1;
    if (failures.length === 0) events.close(localName(tag.name));
  });
  if (events.text !== undefined) {
    const take = events.text.bind(events);
    parser.on('text', take);
    parser.on('cdata', take);
  }
  let decoder: TextDecoder | null = null;
  const write = (text: string) => {
    parser.write(text);
    throwFailure();
  };
  for await (const chunk of archive.read(entry, reading.signal, reading.onCompressed)) {
    bytes += chunk.length;
    if (bytes > (reading.maximumBytes ?? Number.POSITIVE_INFINITY)) {
      throw new FileProblem('expands_too_much', { ...details, limit: reading.maximumBytes ?? 0, found: bytes });
    }
    // The parser keeps the text, comment or attribute it is in until it ends; a hostile one never does.
    if (bytes - lastEventAt > maximumXmlSilence) throw new FileProblem('cell_too_long', { ...details, limit: maximumXmlSilence });
    decoder ??= new TextDecoder(chunk[0] === 0xFF && chunk[1] === 0xFE ? 'utf-16le' : 'utf-8', { fatal: true });
    write(decodeXml(decoder, chunk, details));
    yield taken();
  }
  write(decodeXml(decoder ?? new TextDecoder(), null, details));
  parser.close();
  throwFailure();
  yield taken();
}

function decodeXml(decoder: TextDecoder, chunk: Uint8Array | null, details: { fileName: string; entry: string }): string {
  try {
    return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch (cause) {
    throw new FileProblem('damaged_sheet', details, cause);
  }
}

/**
 * Reads a whole part for its events only. What is wrong in it has no row or sheet that the person could look at.
 * @throws FileProblem `damaged_archive`, `doctype_forbidden`, and those of the archive
 */
export async function readXml(archive: XlsxArchive, entry: string, events: XmlEvents, reading: PartReading = {}): Promise<void> {
  const batches = xmlBatches(archive, entry, events, () => undefined, reading);
  try {
    while ((await batches.next()).done !== true);
  } catch (thrown) {
    const isXml = thrown instanceof FileProblem && (thrown.code === 'damaged_sheet' || thrown.code === 'cell_too_long');
    throw isXml ? new FileProblem('damaged_archive', { fileName: archive.fileName, entry }, thrown) : thrown;
  }
}
