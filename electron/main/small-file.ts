import path from 'node:path';
import { FileProblem } from '../files/file-problem.ts';
import { openRegularFile } from '../files/open-file.ts';
import { asAppError } from './work/workshop.ts';

/**
 * The content of a file of limited size. Pipes and devices are refused, and a file that grows meanwhile is not followed.
 * @throws AppError for what cannot be read or is larger than `most` bytes
 */
export async function readSmallFile(file: string, most: number): Promise<Buffer> {
  try {
    const { handle, size } = await openRegularFile(file);
    try {
      if (size > most) throw new FileProblem('too_large', { limit: most, fileName: path.basename(file) });
      const content = Buffer.alloc(size);
      const { bytesRead } = await handle.read(content, 0, size, 0);
      return content.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw asAppError(error);
  }
}
