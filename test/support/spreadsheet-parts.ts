import { zipArchive, type ZipPart } from './zip-archive.ts';

/** Spreadsheets put together from raw XML, for cases no writer would produce. */

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';

export interface RawSpreadsheet {
  /** XML inside `sheetData` of the first sheet, or of each sheet by its name. */
  readonly rows?: string;
  readonly sheets?: Readonly<Record<string, string>>;
  readonly hidden?: readonly string[];
  /** XML inside `sst`. */
  readonly sharedStrings?: string;
  /** XML inside `styleSheet`. */
  readonly styles?: string;
  readonly uses1904?: boolean;
}

/** The parts of a spreadsheet, to be changed before they are zipped. */
export function spreadsheetParts(raw: RawSpreadsheet): ZipPart[] {
  const sheets = Object.entries(raw.sheets ?? { People: raw.rows ?? '' });
  const sheetTags = sheets.map(([name], index) =>
    `<sheet name="${name}" sheetId="${index + 1}"${raw.hidden?.includes(name) === true ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`);
  const relations = sheets.map((_, index) =>
    `<Relationship Id="rId${index + 1}" Type="${office}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`);
  return [
    { name: '[Content_Types].xml', data: `<Types xmlns="${packages}/content-types"/>` },
    { name: '_rels/.rels', data: `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>` },
    { name: 'xl/workbook.xml', data: `<workbook xmlns="${main}" xmlns:r="${office}">${raw.uses1904 === true ? '<workbookPr date1904="1"/>' : ''}<sheets>${sheetTags.join('')}</sheets></workbook>` },
    { name: 'xl/_rels/workbook.xml.rels', data: `<Relationships xmlns="${packages}/relationships">${relations.join('')}<Relationship Id="rIdS" Type="${office}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rIdT" Type="${office}/styles" Target="/xl/styles.xml"/></Relationships>` },
    { name: 'xl/styles.xml', data: `<styleSheet xmlns="${main}">${raw.styles ?? ''}</styleSheet>` },
    { name: 'xl/sharedStrings.xml', data: `<sst xmlns="${main}">${raw.sharedStrings ?? ''}</sst>` },
    ...sheets.map(([, rows], index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`, data: `<?xml version="1.0"?><worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`,
    })),
  ];
}

/** Bytes of a spreadsheet made from raw XML. */
export function rawSpreadsheet(raw: RawSpreadsheet): Buffer {
  return zipArchive(spreadsheetParts(raw));
}
