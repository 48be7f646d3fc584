import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { generatedDocuments } from './documents/documents.ts';

const root = path.resolve(import.meta.dirname, '..');

for (const [file, text] of Object.entries(generatedDocuments())) {
  writeFileSync(path.join(root, file), text);
  process.stdout.write(`${file}\n`);
}
