import { posix } from 'node:path';
import type { SheetSummary } from '#shared/file-inspection.ts';
import { FileProblem } from './file-problem.ts';
import { maximumSmallPartBytes } from './limits.ts';
import type { XlsxArchive } from './xlsx-archive.ts';
import { meaningOfFormat, type NumberMeaning } from './xlsx-values.ts';
import { prefixedAttribute, readXml } from './xlsx-xml.ts';

export interface Sheet extends SheetSummary {
  /** Name of the part that holds its cells. */
  readonly entry: string;
}

export interface Workbook {
  readonly sheets: readonly Sheet[];
  readonly sharedStringsEntry: string | null;
  /** For each cell style, what it makes of numbers. */
  readonly meanings: readonly NumberMeaning[];
  /** Days count from 1904 instead of 1900. */
  readonly uses1904: boolean;
}

const small = { maximumBytes: maximumSmallPartBytes };

interface Relation { readonly id: string; readonly type: string; readonly target: string }

async function relationsOf(archive: XlsxArchive, part: string): Promise<Relation[]> {
  const folder = posix.dirname(part);
  const entry = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const relations: Relation[] = [];
  if (!archive.has(entry)) return relations;
  await readXml(archive, entry, {
    open(name, attributes) {
      if (name !== 'Relationship' || attributes['TargetMode'] === 'External') return;
      const target = attributes['Target'] ?? '';
      // A name inside the archive only; it is looked up in its directory and never in the file system.
      const resolved = target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
      const type = (attributes['Type'] ?? '').split('/').pop() ?? '';
      relations.push({ id: attributes['Id'] ?? '', type, target: resolved });
    },
    close: () => undefined,
  }, small);
  return relations;
}

async function workbookEntry(archive: XlsxArchive): Promise<string> {
  const root = await relationsOf(archive, '');
  const named = root.find((relation) => relation.type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  if (archive.has(named) && named.endsWith('.xml')) return named;
  throw new FileProblem('not_a_spreadsheet', { fileName: archive.fileName });
}

/**
 * Reads what a spreadsheet consists of: sheets in their order, styles, the calendar it counts in.
 * @throws FileProblem `not_a_spreadsheet` (another document, or a binary or open-document one), `no_sheet`
 */
export async function readWorkbook(archive: XlsxArchive): Promise<Workbook> {
  const entry = await workbookEntry(archive);
  const relations = await relationsOf(archive, entry);
  const named: { name: string; hidden: boolean; relation: string }[] = [];
  let uses1904 = false;
  let isWorkbook = false;
  await readXml(archive, entry, {
    open(name, attributes) {
      if (name === 'workbook') isWorkbook = true;
      else if (name === 'workbookPr') uses1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
      else if (name === 'sheet') {
        const hidden = (attributes['state'] ?? 'visible') !== 'visible';
        named.push({ name: attributes['name'] ?? '', hidden, relation: prefixedAttribute(attributes, 'id') ?? '' });
      }
    },
    close: () => undefined,
  }, small);
  if (!isWorkbook) throw new FileProblem('not_a_spreadsheet', { fileName: archive.fileName });
  const sheets = named.flatMap(({ name, hidden, relation }) => {
    const found = relations.find((each) => each.id === relation && each.type === 'worksheet');
    return found !== undefined && archive.has(found.target) ? [{ name, hidden, entry: found.target }] : [];
  });
  if (sheets.length === 0) throw new FileProblem('no_sheet', { fileName: archive.fileName });
  const part = (type: string) => relations.find((relation) => relation.type === type)?.target ?? null;
  return { sheets, sharedStringsEntry: part('sharedStrings'), meanings: await readStyles(archive, part('styles')), uses1904 };
}

async function readStyles(archive: XlsxArchive, entry: string | null): Promise<NumberMeaning[]> {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  if (entry === null || !archive.has(entry)) return [];
  let inCellStyles = false;
  await readXml(archive, entry, {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      else if (name === 'cellXfs') inCellStyles = true;
      else if (name === 'xf' && inCellStyles) formats.push(Number(attributes['numFmtId'] ?? 0));
    },
    close(name) {
      if (name === 'cellXfs') inCellStyles = false;
    },
  }, small);
  return formats.map((id) => meaningOfFormat(id, codes.get(id)));
}

/** The sheet of a name, or the first visible one when none is named. */
export function chooseSheet(workbook: Workbook, name: string | undefined, fileName: string): Sheet {
  const found = name === undefined
    ? workbook.sheets.find((sheet) => !sheet.hidden) ?? workbook.sheets[0]
    : workbook.sheets.find((sheet) => sheet.name === name);
  if (found === undefined) throw new FileProblem('sheet_not_found', { fileName, ...(name === undefined ? {} : { sheet: name }) });
  return found;
}
