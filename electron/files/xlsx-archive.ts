import { basename } from 'node:path';
import { finished } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import yauzl from 'yauzl';
import { asFileProblem, FileProblem, systemErrorCode, throwIfCancelled } from './file-problem.ts';
import { expansionFreeBytes, maximumArchiveEntries, maximumExpansion, maximumInflatedBytes } from './limits.ts';
import { openRegularFile } from './open-file.ts';

/**
 * The archive a spreadsheet is, opened with distrust (M4): nothing is written anywhere, every claim of the directory
 * is checked before a part is inflated, and what is inflated is counted again.
 */
export class XlsxArchive {
  readonly fileName: string;
  /** Bytes. */
  readonly size: number;
  readonly #zip: yauzl.ZipFile;
  readonly #entries: ReadonlyMap<string, yauzl.Entry>;
  #inflated = 0;

  private constructor(fileName: string, size: number, zip: yauzl.ZipFile, entries: ReadonlyMap<string, yauzl.Entry>) {
    this.fileName = fileName;
    this.size = size;
    this.#zip = zip;
    this.#entries = entries;
  }

  /**
   * Opens an archive and checks its whole directory. The caller closes it.
   * @throws FileProblem `truncated_archive`, `damaged_archive`, `too_many_entries`, `unsafe_entry_name`,
   *   `overlapping_entries`, `expands_too_much`, `old_spreadsheet_or_encrypted`
   */
  static async open(path: string): Promise<XlsxArchive> {
    const fileName = basename(path);
    // Refuses pipes and devices before the archive library opens the path.
    const { handle, size } = await openRegularFile(path);
    await handle.close();
    let zip: yauzl.ZipFile;
    try {
      zip = await yauzl.openPromise(path, { autoClose: false, decodeStrings: false, validateEntrySizes: true });
    } catch (thrown) {
      throw archiveProblem(thrown, fileName);
    }
    try {
      return new XlsxArchive(fileName, size, zip, await readDirectory(zip, fileName));
    } catch (thrown) {
      zip.close();
      throw archiveProblem(thrown, fileName);
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Whether any part's name starts so. */
  hasAny(prefix: string): boolean {
    return [...this.#entries.keys()].some((name) => name.startsWith(prefix));
  }

  /** Bytes that a part says it inflates to. */
  inflatedSize(name: string): number {
    return this.#entries.get(name)?.uncompressedSize ?? 0;
  }

  /** Compressed bytes of a part, for progress. */
  compressedSize(name: string): number {
    return this.#entries.get(name)?.compressedSize ?? 0;
  }

  /**
   * The bytes of a part, inflated, in chunks. `onCompressed` is told how many compressed bytes were taken in.
   * @throws FileProblem `expands_too_much`, `size_mismatch`, `damaged_archive`, `truncated_archive`
   */
  async *read(name: string, signal?: AbortSignal, onCompressed?: (bytes: number) => void): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new FileProblem('damaged_archive', { fileName: this.fileName, entry: name });
    let seen = 0;
    let checksum = 0;
    try {
      const raw = await this.#zip.openReadStreamPromise(entry, { decodeFileData: false });
      let taken = 0;
      raw.on('data', (chunk: Buffer) => {
        taken += chunk.length;
        onCompressed?.(taken);
      });
      const stream = entry.compressionMethod === 8 ? raw.pipe(createInflateRaw({ chunkSize: 65_536 })) : raw;
      // A stream that is piped does not pass on its errors.
      if (stream !== raw) raw.on('error', (error) => stream.destroy(error));
      try {
        for await (const chunk of stream as AsyncIterable<Buffer>) {
          throwIfCancelled(signal);
          seen += chunk.length;
          this.#countInflated(entry, name, seen, chunk.length);
          checksum = crc32(chunk, checksum);
          yield chunk;
        }
      } finally {
        raw.destroy();
        stream.destroy();
        await finished(raw, { writable: false }).catch(() => undefined);
      }
    } catch (thrown) {
      throw archiveProblem(thrown, this.fileName, name);
    }
    if (seen !== entry.uncompressedSize) throw this.#sizeMismatch(entry, name, seen);
    if (checksum !== entry.crc32) throw new FileProblem('damaged_archive', { fileName: this.fileName, entry: name });
  }

  #countInflated(entry: yauzl.Entry, name: string, seen: number, added: number): void {
    this.#inflated += added;
    if (seen > entry.uncompressedSize) throw this.#sizeMismatch(entry, name, seen);
    refuseExpansion(this.fileName, name, entry.compressedSize, seen);
    if (this.#inflated > maximumInflatedBytes) {
      throw new FileProblem('expands_too_much', { fileName: this.fileName, entry: name, limit: maximumInflatedBytes });
    }
  }

  #sizeMismatch(entry: yauzl.Entry, name: string, found: number): FileProblem {
    return new FileProblem('size_mismatch', { fileName: this.fileName, entry: name, limit: entry.uncompressedSize, found });
  }

  close(): void {
    this.#zip.close();
  }
}

async function readDirectory(zip: yauzl.ZipFile, fileName: string): Promise<ReadonlyMap<string, yauzl.Entry>> {
  if (zip.entryCount > maximumArchiveEntries) {
    throw new FileProblem('too_many_entries', { fileName, limit: maximumArchiveEntries, found: zip.entryCount });
  }
  const entries = new Map<string, yauzl.Entry>();
  let declared = 0;
  for await (const entry of zip.eachEntry()) {
    const name = entryName(entry, fileName);
    if (entries.has(name)) throw new FileProblem('overlapping_entries', { fileName, entry: name });
    if (entry.isEncrypted()) throw new FileProblem('old_spreadsheet_or_encrypted', { fileName, entry: name });
    if (!entry.canDecodeFileData()) throw new FileProblem('unsupported_compression', { fileName, entry: name });
    refuseExpansion(fileName, name, entry.compressedSize, entry.uncompressedSize);
    declared += entry.uncompressedSize;
    if (declared > maximumInflatedBytes) {
      throw new FileProblem('expands_too_much', { fileName, entry: name, limit: maximumInflatedBytes, found: declared });
    }
    entries.set(name, entry);
  }
  refuseOverlaps(entries, zip.fileSize, fileName);
  return entries;
}

function entryName(entry: yauzl.Entry, fileName: string): string {
  const name = yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  if (yauzl.validateFileName(name) !== null || name.includes('\0')) {
    throw new FileProblem('unsafe_entry_name', { fileName, entry: name.replaceAll('\0', '\uFFFD') });
  }
  return name;
}

function refuseExpansion(fileName: string, entry: string, compressed: number, inflated: number): void {
  const limit = Math.max(expansionFreeBytes, compressed * maximumExpansion);
  if (inflated <= limit) return;
  throw new FileProblem('expands_too_much', { fileName, entry, limit, found: inflated });
}

/** Parts that share bytes let a small archive inflate many times over. */
function refuseOverlaps(entries: ReadonlyMap<string, yauzl.Entry>, fileSize: number, fileName: string): void {
  const localHeaderBytes = 30;
  const ranges = [...entries]
    .map(([name, entry]) => {
      const start = entry.relativeOffsetOfLocalHeader;
      return { name, start, end: start + localHeaderBytes + entry.fileNameLength + entry.compressedSize };
    })
    .sort((one, other) => one.start - other.start);
  let end = 0;
  for (const range of ranges) {
    if (range.start < end) throw new FileProblem('overlapping_entries', { fileName, entry: range.name });
    if (range.end > fileSize) throw new FileProblem('truncated_archive', { fileName, entry: range.name });
    end = range.end;
  }
}

function archiveProblem(thrown: unknown, fileName: string, entry?: string): unknown {
  const details = entry === undefined ? { fileName } : { fileName, entry };
  const known = asFileProblem(thrown, 'read', details);
  if (known instanceof FileProblem) return known;
  const code = systemErrorCode(thrown);
  if (code === 'Z_BUF_ERROR') return new FileProblem('truncated_archive', details, thrown);
  if (code !== null && code.startsWith('Z_')) return new FileProblem('damaged_archive', details, thrown);
  if (!(thrown instanceof Error)) return thrown;
  // The archive library throws plain errors; its texts are the only way to tell them apart.
  if (/strong encryption/u.test(thrown.message)) return new FileProblem('old_spreadsheet_or_encrypted', details, thrown);
  if (/End of central directory|unexpected EOF|overflows file bounds/iu.test(thrown.message)) {
    return new FileProblem('truncated_archive', details, thrown);
  }
  return new FileProblem('damaged_archive', details, thrown);
}
