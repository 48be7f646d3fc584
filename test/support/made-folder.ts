import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const made: string[] = [];

/** A fresh folder that is there until the process of the tests ends, for what is looked at after its owner has closed. */
export function madeFolder(name: string): string {
  if (made.length === 0) process.on('exit', () => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
  const folder = mkdtempSync(path.join(tmpdir(), `quarterdeck-${name}-`));
  made.push(folder);
  return folder;
}
