import { crc32, deflateRawSync } from 'node:zlib';

/** A part of an archive made for tests, with room for lies about itself. */
export interface ZipPart {
  readonly name: string;
  readonly data: Buffer | string;
  /** Already deflated bytes of the part; `data` is then only used for its size and checksum. */
  readonly deflated?: Buffer;
  readonly stored?: boolean;
  readonly claimedSize?: number;
  readonly claimedCompressedSize?: number;
  readonly claimedChecksum?: number;
  readonly flags?: number;
  readonly method?: number;
  /** Claims to start where the part of this index starts. */
  readonly startsAtPart?: number;
}

/** Builds a ZIP archive byte by byte, so that hostile ones can be made that no library would write. */
export function zipArchive(parts: readonly ZipPart[]): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  const starts: number[] = [];
  let offset = 0;
  for (const part of parts) {
    const data = Buffer.from(part.data);
    const body = part.stored === true ? data : part.deflated ?? deflateRawSync(data);
    const name = Buffer.from(part.name, 'utf8');
    const fields = {
      flags: (part.flags ?? 0) | 0x800,
      method: part.method ?? (part.stored === true ? 0 : 8),
      checksum: part.claimedChecksum ?? crc32(data),
      compressed: part.claimedCompressedSize ?? body.length,
      size: part.claimedSize ?? data.length,
    };
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    writeFields(header, 4, fields, name.length);
    starts.push(offset);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    writeFields(entry, 6, fields, name.length);
    entry.writeUInt32LE(part.startsAtPart === undefined ? offset : starts[part.startsAtPart] ?? 0, 42);
    local.push(header, name, body);
    directory.push(entry, name);
    offset += header.length + name.length + body.length;
  }
  const directoryBytes = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directoryBytes.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directoryBytes, end]);
}

interface Fields { flags: number; method: number; checksum: number; compressed: number; size: number }

function writeFields(header: Buffer, at: number, fields: Fields, nameLength: number): void {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(fields.flags, at + 2);
  header.writeUInt16LE(fields.method, at + 4);
  header.writeUInt32LE(fields.checksum, at + 10);
  header.writeUInt32LE(fields.compressed, at + 14);
  header.writeUInt32LE(fields.size, at + 18);
  header.writeUInt16LE(nameLength, at + 22);
}
