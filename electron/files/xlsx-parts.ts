import { escapeAttribute } from './xlsx-escapes.ts';

/** The fixed parts of a spreadsheet that is written. */

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const packageSchemas = 'http://schemas.openxmlformats.org/package/2006';
const officeRelations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const spreadsheetTypes = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Indexes of the cell styles in the order `stylesPart` writes them. */
export const cellStyles = { plain: 0, header: 1, text: 2, date: 3, moment: 4 } as const;

/** Name of the part of a sheet, counted from 1. */
export function sheetEntry(number: number): string {
  return `xl/worksheets/sheet${number}.xml`;
}

export function contentTypesPart(sheetCount: number): string {
  const sheets = Array.from({ length: sheetCount }, (_, index) =>
    `<Override PartName="/${sheetEntry(index + 1)}" ContentType="${spreadsheetTypes}.worksheet+xml"/>`).join('');
  return `${declaration}<Types xmlns="${packageSchemas}/content-types">`
    + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + '<Default Extension="xml" ContentType="application/xml"/>'
    + `<Override PartName="/xl/workbook.xml" ContentType="${spreadsheetTypes}.sheet.main+xml"/>`
    + `<Override PartName="/xl/styles.xml" ContentType="${spreadsheetTypes}.styles+xml"/>${sheets}</Types>`;
}

export function rootRelationsPart(): string {
  return `${declaration}<Relationships xmlns="${packageSchemas}/relationships">`
    + `<Relationship Id="rId1" Type="${officeRelations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;
}

export function workbookRelationsPart(sheetCount: number): string {
  const sheets = Array.from({ length: sheetCount }, (_, index) =>
    `<Relationship Id="rId${index + 1}" Type="${officeRelations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join('');
  return `${declaration}<Relationships xmlns="${packageSchemas}/relationships">${sheets}`
    + `<Relationship Id="rId${sheetCount + 1}" Type="${officeRelations}/styles" Target="styles.xml"/></Relationships>`;
}

export function workbookPart(sheetNames: readonly string[]): string {
  const sheets = sheetNames.map((name, index) =>
    `<sheet name="${escapeAttribute(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('');
  return `${declaration}<workbook xmlns="${main}" xmlns:r="${officeRelations}"><sheets>${sheets}</sheets></workbook>`;
}

export function stylesPart(): string {
  return `${declaration}<styleSheet xmlns="${main}">`
    + '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    + '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    + '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    + '<font><b/><sz val="11"/><color rgb="FF1F2933"/><name val="Calibri"/></font></fonts>'
    + '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    + '<fill><patternFill patternType="solid"><fgColor rgb="FFE6EBF1"/><bgColor indexed="64"/></patternFill></fill></fills>'
    + '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    + '<border><left/><right/><top/><bottom style="thin"><color rgb="FF9AA5B1"/></bottom><diagonal/></border></borders>'
    + '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5">'
    + '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    + '<xf numFmtId="49" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1"/>'
    + '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    + '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    + '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';
}

/** The beginning of a sheet: frozen header row, when it has one, and column widths in characters. */
export function sheetBeginning(widths: readonly number[], hasHeader: boolean): string {
  const columns = widths.map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`).join('');
  const pane = hasHeader ? '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' : '';
  return `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>`
    + `${columns === '' ? '' : `<cols>${columns}</cols>`}<sheetData>`;
}

/** The end of a sheet; its cells can be filtered by the header. */
export function sheetEnd(lastCell: string | null): string {
  const filter = lastCell === null ? '' : `<autoFilter ref="A1:${lastCell}"/>`;
  return `</sheetData>${filter}</worksheet>`;
}
