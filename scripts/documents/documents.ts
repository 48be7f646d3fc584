import { apiDocument } from './api-document.ts';
import { errorsDocument } from './errors-document.ts';

/** The documents that follow from tables, by their path in the repository. */
export function generatedDocuments(): Record<string, string> {
  return { 'docs/api.md': apiDocument(), 'docs/errors.md': errorsDocument() };
}
