import type { Client } from '#shared/client.ts';
import type { InputOf } from '#shared/contract/index.ts';
import type { FileSettings, StagedRow } from '#shared/file-inspection.ts';
import type { FileWorkerClient } from '../../files/worker-client.ts';
import type { Report } from '../tasks.ts';

/** What one request may carry, well below the server's limit of 32 MB and 5,000 rows. */
const mostCharacters = 8_000_000;

/** A file that the person chose, with what its inspection found. */
export type ChosenSource = { path: string; name: string; headers: readonly (string | null)[]; rowCount: number | null };

type PlanFile = InputOf<'plans.addFile'>['file'];

/** How a file is announced to the server: the fields of its cells, and what the columns are called in the person's file. */
export function describeFile(source: ChosenSource, settings: FileSettings, sum: { sha256: string; size: number }): PlanFile {
  const used = settings.mapping.flatMap((field, index) => (field === null ? [] : [{ field, index }]));
  return {
    name: source.name,
    ...sum,
    columns: used.map(({ field }) => field),
    columnNames: used.map(({ index }) => (source.headers[index]?.trim() || columnLetter(index)).slice(0, 200)),
  };
}

/** The letter of a spreadsheet column, from 0: `A`, `Z`, `AA`. */
export function columnLetter(index: number): string {
  const before = Math.floor(index / 26) - 1;
  return (before < 0 ? '' : columnLetter(before)) + String.fromCharCode(65 + (index % 26));
}

/** Requests under way at a time: while the server stores one it already reads the next. */
const requestsAtOnce = 2;

/**
 * Reads a file's rows and sends them to a plan: while batches travel the next is read, and no more than that, so that
 * memory stays constant however large the file is (M4). Each request numbers its rows, for they may overtake.
 */
export async function bringRows(
  { worker, server, planId, source, settings }: { worker: FileWorkerClient; server: Client; planId: string; source: ChosenSource; settings: FileSettings },
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  let numbered = 0;
  let sent = 0;
  const underWay = new Set<Promise<void>>();
  const send = async (part: readonly StagedRow[], first: number): Promise<void> => {
    await server.call('plans.stage', { id: planId, first, rows: part as InputOf<'plans.stage'>['rows'] }, { signal });
    sent += part.length;
    report({ phase: 'sending', done: sent, total: source.rowCount });
  };
  const start = (part: readonly StagedRow[]): void => {
    const request = send(part, numbered + 1);
    numbered += part.length;
    underWay.add(request);
    // A failure stays among those under way and is met at the next batch or at the end.
    request.then(() => underWay.delete(request), () => undefined);
  };
  report({ phase: 'sending', done: 0, total: source.rowCount });
  try {
    await worker.run({ kind: 'readRows', path: source.path, settings }, {
      signal,
      onBatch: async (batch) => {
        for (const part of partsOf(batch as readonly StagedRow[])) {
          if (underWay.size >= requestsAtOnce) await Promise.race(underWay);
          start(part);
        }
      },
    });
  } finally {
    await Promise.all(underWay);
  }
}

function partsOf(rows: readonly StagedRow[]): StagedRow[][] {
  const parts: StagedRow[][] = [];
  let part: StagedRow[] = [];
  let characters = 0;
  for (const row of rows) {
    const length = row.reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length : 0), 0);
    if (part.length > 0 && characters + length > mostCharacters) {
      parts.push(part);
      part = [];
      characters = 0;
    }
    part.push(row);
    characters += length;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}
