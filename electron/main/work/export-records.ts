import type { ExportRequest } from '#shared/ipc.ts';
import { planRowFilter } from '#shared/schemas/plans.ts';
import { operations } from '#shared/contract/index.ts';
import type { ExportCell, ExportForm } from '../../files/protocol.ts';
import type { Report, SavedFile, Work } from '../tasks.ts';
import { organizationColumns, reportColumns, userColumns, type ExportColumn } from './export-columns.ts';
import { withFileWorker, type Workshop } from './workshop.ts';

const rowsAtATime = 1_000;

type Records<Item> = { total: number | null; columns: ExportColumn<Item>[]; items: AsyncIterable<Item>; sheetName: string };

/** M21: streams records from the server into a file, a thousand rows at a time, so that memory stays constant. */
export function exportRecords(workshop: Workshop, request: ExportRequest, saved: SavedFile): Work {
  return async (report, signal) => {
    report({ phase: 'writing' });
    if (request.what === 'users') await write(workshop, request, await users(workshop, request, signal), saved, report, signal);
    else if (request.what === 'organizations') await write(workshop, request, await organizations(workshop, request, signal), saved, report, signal);
    else await write(workshop, request, await planReport(workshop, request, signal), saved, report, signal);
    report({ savedAs: saved });
  };
}

async function users({ server, language, texts }: Workshop, request: Extract<ExportRequest, { what: 'users' }>, signal: AbortSignal) {
  const { total } = await server.call('users.list', { ...request.filter, limit: 1 }, { signal });
  const sort = operations['users.export'].input.shape.sort.parse(request.sort);
  return { total: total.count, columns: userColumns(request.columns, language, texts), items: server.stream('users.export', { ...request.filter, sort }, { signal }), sheetName: texts.file.users };
}

async function organizations({ server, texts }: Workshop, request: Extract<ExportRequest, { what: 'organizations' }>, signal: AbortSignal) {
  const query = request.q === '' ? {} : { q: request.q };
  const { total } = await server.call('organizations.list', { ...query, limit: 1 }, { signal });
  return { total: total.count, columns: organizationColumns(texts), items: server.stream('organizations.export', query, { signal }), sheetName: texts.file.organizations };
}

async function planReport({ server, language, texts }: Workshop, request: Extract<ExportRequest, { what: 'planReport' }>, signal: AbortSignal) {
  const plan = await server.call('plans.get', { id: request.planId }, { signal });
  const show = planRowFilter.show.parse(request.show);
  const columns = reportColumns(plan.files.map(({ name }) => name), language, texts);
  return { total: show === 'all' ? plan.counts.rows : null, columns, items: server.stream('plans.exportRows', { id: request.planId, show }, { signal }), sheetName: texts.file.report };
}

async function write<Item>(workshop: Workshop, request: ExportRequest, records: Records<Item>, saved: SavedFile, report: Report, signal: AbortSignal): Promise<void> {
  const form: ExportForm = request.format === 'xlsx'
    ? { format: 'xlsx', sheetName: records.sheetName }
    // A spreadsheet program set to French separates at semicolons.
    : { format: 'csv', delimiter: workshop.language === 'fr' ? ';' : ',', safeForSpreadsheets: request.safeForSpreadsheets };
  const iterator = records.items[Symbol.asyncIterator]();
  await workshop.unfinished.during(saved.path, (unfinished) => withFileWorker(workshop, async (worker) => {
    try {
      const { rows } = await worker.run({ kind: 'export', destination: saved.path, unfinished, header: records.columns.map(({ header }) => header), form }, {
        signal,
        onProgress: ({ unit, done }) => unit === 'rows' && report({ phase: 'writing', done, total: records.total === null ? null : Math.max(done, records.total) }),
        nextRows: () => nextRows(iterator, records.columns),
      });
      report({ phase: 'writing', done: rows, total: rows });
    } finally {
      await iterator.return?.(undefined);
    }
  }));
}

async function nextRows<Item>(iterator: AsyncIterator<Item>, columns: readonly ExportColumn<Item>[]): Promise<{ rows: ExportCell[][]; last: boolean }> {
  const rows: ExportCell[][] = [];
  while (rows.length < rowsAtATime) {
    const next = await iterator.next();
    if (next.done === true) return { rows, last: true };
    rows.push(columns.map(({ cell }) => cell(next.value)));
  }
  return { rows, last: false };
}
