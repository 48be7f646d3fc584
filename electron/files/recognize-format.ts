import type { FileEncoding, FileFormat } from '#shared/file-inspection.ts';
import { detectEncoding } from './encodings.ts';
import { FileProblem } from './file-problem.ts';

const oldOfficeContainer = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
const archives = [[0x50, 0x4B, 0x03, 0x04], [0x50, 0x4B, 0x05, 0x06], [0x50, 0x4B, 0x07, 0x08]];

function startsWith(head: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte);
}

/**
 * Tells a file's format by its content; its name says nothing (a `.xlsx` may be CSV and the reverse).
 * @throws FileProblem `empty`, `old_spreadsheet_or_encrypted` (both are the same container), `binary_content`,
 *   `unknown_format` (web pages and XML saved under a spreadsheet's name, PDF).
 */
export function recognizeFormat(head: Uint8Array, whole: boolean, fileName: string, chosen?: FileEncoding): FileFormat {
  if (head.length === 0) throw new FileProblem('empty', { fileName });
  if (startsWith(head, oldOfficeContainer)) throw new FileProblem('old_spreadsheet_or_encrypted', { fileName });
  if (archives.some((mark) => startsWith(head, mark))) return 'xlsx';
  const encoding = chosen ?? detectEncoding(head, whole).encoding;
  if (!encoding.startsWith('utf-16') && head.includes(0)) throw new FileProblem('binary_content', { fileName });
  const beginning = Buffer.from(head.subarray(0, 2_048)).toString(encoding === 'utf-16le' ? 'utf16le' : 'latin1');
  if (/^(?:ï»¿|\uFEFF)?\s*<(?:!doctype|html|\?xml|table|head|meta|style)\b/iu.test(beginning)) {
    throw new FileProblem('unknown_format', { fileName });
  }
  if (beginning.startsWith('%PDF-')) throw new FileProblem('unknown_format', { fileName });
  return 'csv';
}
