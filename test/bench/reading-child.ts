import type { FileSettings } from '#shared/file-inspection.ts';
import { readRows } from '../../electron/files/read-rows.ts';

/** Reads all rows of the workbook named on the command line, as the peer does: in one process, for nobody. */
const [path = '', settings = '', expected = ''] = process.argv.slice(2);
const { rows } = await readRows(path, JSON.parse(settings) as FileSettings, () => undefined);
if (rows !== Number(expected)) throw new Error(`Read ${rows} rows`);
