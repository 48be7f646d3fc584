import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';

/** A value kept in a JSON file: read once, then held in memory and written through. */
export type JsonFile<Value> = {
  read: () => Value;
  /** Replaces the value; resolves when it is safely on disk. Writes happen one after the other. */
  write(value: Value): Promise<void>;
};

export type JsonFileOptions<Value> = {
  path: string;
  schema: z.ZodType<Value>;
  initial: () => Value;
  /** Told when the file could not be understood; it is kept beside the new one with the suffix `.damaged`. */
  onDamaged: (path: string, reason: unknown) => void;
};

/** Opens a JSON file, which need not exist yet. A crash at any moment leaves either the old or the new content. */
export function openJsonFile<Value>(options: JsonFileOptions<Value>): JsonFile<Value> {
  let value = load(options);
  let writing: Promise<void> = Promise.resolve();
  return {
    read: () => value,
    write(next) {
      value = next;
      const text = `${JSON.stringify(next, null, 2)}\n`;
      writing = writing.catch(() => undefined).then(() => replaceFile(options.path, text));
      return writing;
    },
  };
}

function load<Value>({ path: file, schema, initial, onDamaged }: JsonFileOptions<Value>): Value {
  mkdirSync(path.dirname(file), { recursive: true });
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return initial();
    throw error;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (reason) {
    renameSync(file, `${file}.damaged`);
    onDamaged(file, reason);
    return initial();
  }
}

/** Writes beside the file, waits for the disk, then puts it in the file's place. Only the owner may read it. */
export async function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  const beside = `${file}.${process.pid}.new`;
  const handle = await open(beside, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
}
