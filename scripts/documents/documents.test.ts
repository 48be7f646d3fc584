import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedDocuments } from './documents.ts';
import { unusedReasons } from './errors-document.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

describe('generated documents', () => {
  it.each(Object.entries(generatedDocuments()))('%s is what the tables say now (else: npm run docs)', (file, text) => {
    expect(readFileSync(path.join(root, file), 'utf8')).toBe(text);
  });

  it('no reason stands in the table that nothing answers', () => {
    expect(unusedReasons()).toEqual([]);
  });
});
