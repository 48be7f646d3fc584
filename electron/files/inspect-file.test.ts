import { describe, expect, it } from 'vitest';
import type { FileInspection, FileOverrides, Finding, FindingCode } from '#shared/file-inspection.ts';
import { rawSpreadsheet } from '../../test/support/spreadsheet-parts.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { encodeText } from './encodings.ts';
import { inspectFile } from './inspect-file.ts';

const folder = temporaryFolder();

const englishHeader = 'Username,Email,Password,Role,Display name,Can join teams,Can create organizations';
const people = (count: number, from = 0) => Array.from({ length: count }, (_, index) => {
  const id = index + from;
  return `user${id},user${id}@example.org,secret${id},user,Person ${id},yes,no`;
});
const file = (...lines: string[]) => `${lines.join('\n')}\n`;

async function inspect(content: string | Uint8Array, overrides: FileOverrides = {}, lastRowCount?: number): Promise<FileInspection> {
  return inspectFile(await folder.write('people.csv', content), overrides, { lastRowCount });
}

function found(inspection: FileInspection, code: FindingCode): Finding | undefined {
  return inspection.findings.find((finding) => finding.code === code);
}

/** Inspects, accepts the correction of a finding and inspects again. */
async function corrected(content: string | Uint8Array, code: FindingCode, overrides: FileOverrides = {}) {
  const before = await inspect(content, overrides);
  const finding = found(before, code);
  expect(finding, `${code} among ${before.findings.map((each) => each.code).join()}`).toBeDefined();
  expect(finding?.correction).not.toBeNull();
  const after = await inspect(content, { ...overrides, ...finding?.correction });
  expect(found(after, code)).toBeUndefined();
  return { finding, before, after };
}

describe('what is detected', () => {
  it('M1, M2: an English file with a header', async () => {
    const inspection = await inspect(file(englishHeader, ...people(30)));
    expect(inspection).toMatchObject({
      settings: {
        format: 'csv', encoding: 'utf-8', delimiter: ',', headerRow: true,
        mapping: ['username', 'email', 'password', 'platformRole', 'displayName', 'canJoinTeams', 'canCreateOrganizations'],
      },
      language: 'en', rowCount: 30, rowCountIsExact: true, examinedWholeFile: true, findings: [], hasByteOrderMark: false,
    });
    expect(inspection.sample).toHaveLength(20);
    expect(inspection.columns[1]).toEqual({ index: 1, header: 'Email', field: 'email' });
  });

  it('M1, M2: a French file in Windows-1252 with semicolons', async () => {
    const text = file('Identifiant;Courriel;Nom affiché;Rôle;Société', 'zoe;zoe@exemple.fr;Zoé Lefèvre;sans licence;Crème & Cie');
    const inspection = await inspect(encodeText(text, 'windows-1252'));
    expect(inspection).toMatchObject({
      settings: { encoding: 'windows-1252', delimiter: ';', mapping: ['username', 'email', 'displayName', 'platformRole', 'company'] },
      language: 'fr', findings: [],
    });
    expect(inspection.sample[0]?.cells).toEqual(['zoe', 'zoe@exemple.fr', 'Zoé Lefèvre', 'sans licence', 'Crème & Cie']);
  });

  it('M2: a file without header is read by position', async () => {
    const inspection = await inspect(file(...people(3)));
    expect(inspection.settings).toMatchObject({ headerRow: false, mapping: ['username', 'email', 'password', 'platformRole', 'displayName', 'canJoinTeams', 'canCreateOrganizations'] });
    expect(inspection.columns[0]?.header).toBeNull();
    expect(inspection.rowCount).toBe(3);
  });

  it('M8: a removal file has two columns, with or without header', async () => {
    expect((await inspect(file('a;a@example.org', 'b;b@example.org'), { purpose: 'removal' })).settings).toMatchObject({ headerRow: false, mapping: ['username', 'email'] });
    const byHeader = await inspect(file('Nom;Courriel;Identifiant', 'A;a@example.org;a'), { purpose: 'removal' });
    expect(byHeader.settings).toMatchObject({ headerRow: true, mapping: [null, 'email', 'username'] });
  });

  it('M2: headers nobody knows leave their columns open, the addresses excepted', async () => {
    const inspection = await inspect(file('Benutzer;Anschrift;Farbe', 'a;a@example.org;rot', 'b;b@example.org;blau'));
    expect(inspection.settings).toMatchObject({ headerRow: true });
    const mixed = await inspect(file('Farbe;Zahl;Anschrift', 'rot;1;a@example.org', 'blau;2;b@example.org'));
    expect(mixed.settings).toMatchObject({ headerRow: true, mapping: [null, null, 'email'] });
  });

  it('M2: blank lines above the header are no rows', async () => {
    const inspection = await inspect(file('', ',,', englishHeader, ...people(2)));
    expect(inspection).toMatchObject({ settings: { headerRow: true }, rowCount: 2 });
  });

  it('M10: passwords are never shown, neither in the sample nor as evidence', async () => {
    const inspection = await inspect(file(englishHeader, ...people(3), ...people(1), 'x,x@example.org,pÃ©ssecret,user,X,yes,no', 'a,b,secret9,c,a@example.org,d,e'));
    expect(inspection.findings.length).toBeGreaterThan(1);
    expect(JSON.stringify(inspection)).not.toContain('secret');
    expect(inspection.sample[0]?.cells[2]).toBe('••••••');
  });

  it('M10: findings about delimiters, headers and shifted rows show no password either', async () => {
    const semicolons = file(englishHeader, ...people(3)).replaceAll(',', ';');
    const delimiter = await inspect(semicolons, { delimiter: ',' });
    expect(found(delimiter, 'wrong_delimiter')?.evidence.length).toBe(3);
    expect(JSON.stringify(delimiter.findings)).not.toContain('secret');
    const header = await inspect(file(...people(3)), { headerRow: true });
    expect(found(header, 'data_taken_as_header')).toMatchObject({ evidence: [{ line: 1, column: 2, text: 'user0@example.org' }] });
    expect(JSON.stringify([header.findings, header.columns])).not.toContain('secret');
    const shifted = await inspect(file(englishHeader, 'x@example.org,secret7,user,X,yes,no', 'x,x@example.org,,secret8,yes,no,user', ...people(2)));
    expect(found(shifted, 'shifted_rows')?.evidence.length).toBeGreaterThan(0);
    expect(JSON.stringify(shifted.findings)).not.toContain('secret');
  });

  it('M1: a spreadsheet tells its sheets, and another one can be chosen', async () => {
    const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
    const row = (...values: string[]) => `<row>${values.map(text).join('')}</row>`;
    const bytes = rawSpreadsheet({ sheets: { Read: row('note'), People: row('Username', 'Email') + row('a', 'a@example.org') } });
    const inspection = await inspect(bytes, { sheet: 'People' });
    expect(inspection).toMatchObject({
      settings: { format: 'xlsx', sheet: 'People', headerRow: true, mapping: ['username', 'email'] }, rowCount: 1,
      sheets: [{ name: 'Read', hidden: false }, { name: 'People', hidden: false }],
    });
  });

  it('M1: a file that stops being UTF-8 far behind its beginning is read as Windows-1252', async () => {
    const bytes = Buffer.concat([Buffer.from(file(englishHeader, ...people(10_000))), encodeText('zoe,zoe@example.org,,user,Zoé,yes,no\n', 'windows-1252')]);
    const inspection = await inspect(bytes);
    expect(inspection).toMatchObject({ settings: { encoding: 'windows-1252' }, rowCount: 10_001 });
  });

  it('M1: what the person chooses is used, and an encoding that cannot be is refused', async () => {
    const latin = encodeText(file(englishHeader, 'z,z@example.org,,user,Zoé,yes,no'), 'windows-1252');
    await expect(inspect(latin, { encoding: 'utf-8' })).rejects.toMatchObject({ code: 'not_in_this_encoding' });
    const mapping = ['displayName', 'email', null, null, 'username', null, null] as const;
    expect((await inspect(latin, { mapping })).settings).toMatchObject({ mapping });
  });

  it('M4: when time is up, rows are estimated and it says so', async () => {
    const path = await folder.write('many.csv', file(englishHeader, ...people(20_000)));
    const inspection = await inspectFile(path, {}, { examineFor: 0 });
    expect(inspection).toMatchObject({ examinedWholeFile: false, rowCountIsExact: false });
    expect(inspection.rowCount).toBeGreaterThan(15_000);
    expect(inspection.rowCount).toBeLessThan(25_000);
  });
});

describe('the import doctor', () => {
  it('M3: UTF-8 chosen to be read as Windows-1252 is recognized with its cells', async () => {
    const { finding } = await corrected(file(englishHeader, 'z,z@example.org,,user,Zoé Lefèvre,yes,no'), 'wrong_encoding', { encoding: 'windows-1252' });
    expect(finding).toMatchObject({ encoding: 'utf-8', count: 1, evidence: [{ line: 2, column: 5, text: 'ZoÃ© LefÃ¨vre' }] });
  });

  it('M3: letters damaged before they came into the file are found anywhere in it, and repaired when asked', async () => {
    const content = file(englishHeader, ...people(5_000), 'z,z@example.org,,user,ZoÃ©,yes,no');
    const { finding, after } = await corrected(content, 'wrong_encoding');
    expect(finding).toMatchObject({ severity: 'error', count: 1, correction: { repairMojibake: true }, evidence: [{ line: 5_002, column: 5 }] });
    expect(after.settings.repairMojibake).toBe(true);
  });

  it('M3: letters that are lost are shown, with nothing to repair them', async () => {
    const inspection = await inspect(file(englishHeader, 'z,z@example.org,,user,Zo\uFFFD,yes,no'));
    expect(found(inspection, 'wrong_encoding')).toMatchObject({ correction: null, evidence: [{ line: 2, column: 5 }] });
  });

  it('M3: a wrong delimiter', async () => {
    const { finding, after } = await corrected(file('Username;Email', 'a;a@example.org', 'b;b@example.org'), 'wrong_delimiter', { delimiter: ',' });
    expect(finding).toMatchObject({ delimiter: ';', evidence: [{ line: 1, column: 1, text: 'Username;Email' }, { line: 2 }, { line: 3 }] });
    expect(after.settings).toMatchObject({ mapping: ['username', 'email'] });
  });

  it('M3: missing columns', async () => {
    expect(found(await inspect(file('Company,Department', 'A,B')), 'missing_columns')).toMatchObject({ severity: 'error', fields: ['username', 'email'] });
    expect(found(await inspect(file('Username,Company', 'a,B')), 'missing_columns')).toMatchObject({ severity: 'warning', fields: ['email'] });
    expect(found(await inspect(file('External ID,Company', '7,B')), 'missing_columns')).toMatchObject({ severity: 'warning' });
  });

  it('M3: a row with a cell too many is moved back', async () => {
    const { finding, after } = await corrected(file(englishHeader, ...people(3), 'x,,x@example.org,,user,X,yes,no', ...people(3, 10)), 'shifted_rows');
    expect(finding).toMatchObject({ count: 1, evidence: [{ line: 5, text: 'x@example.org' }] });
    expect(after.sample[3]?.cells).toEqual(['x', 'x@example.org', '', 'user', 'X', 'yes', 'no']);
  });

  it('M3: a row with a cell too few is moved back', async () => {
    const { after } = await corrected(file(englishHeader, 'x,x@example.org,user,X,yes,no', ...people(3)), 'shifted_rows');
    expect(after.sample[0]?.cells).toEqual(['x', 'x@example.org', '', 'user', 'X', 'yes', 'no']);
  });

  it('M3: a name cut in two by a delimiter that was not quoted is joined again', async () => {
    const { after } = await corrected(file(englishHeader, 'x,x@example.org,,user,Doe, Jane,yes,no', ...people(3)), 'shifted_rows');
    expect(after.sample[0]?.cells).toEqual(['x', 'x@example.org', '', 'user', 'Doe, Jane', 'yes', 'no']);
  });

  it('M3: an address in the display name that no move can explain is shown and can be set aside', async () => {
    const { finding, after } = await corrected(file(englishHeader, 'x,Person X,,user,x@example.org,yes,no', ...people(3)), 'shifted_rows');
    expect(finding).toMatchObject({ evidence: [{ line: 2, column: 5, text: 'x@example.org' }], correction: { setAsideLines: [2] } });
    expect(after.rowCount).toBe(3);
  });

  it('M3: one wrong value is no shifted row', async () => {
    expect((await inspect(file(englishHeader, 'x,x@example.org,,king,X,yes,no', 'y,nobody,,user,Y,yes,no', ...people(3)))).findings).toEqual([]);
  });

  it('M3: a header taken as data', async () => {
    const { finding } = await corrected(file(englishHeader, ...people(2)), 'header_taken_as_data', { headerRow: false });
    expect(finding).toMatchObject({ evidence: [{ line: 1 }], correction: { headerRow: true } });
  });

  it('M3: data taken as a header', async () => {
    const { finding, after } = await corrected(file(...people(3)), 'data_taken_as_header', { headerRow: true });
    expect(finding).toMatchObject({ evidence: [{ line: 1 }], correction: { headerRow: false } });
    expect(after.rowCount).toBe(3);
  });

  it('M3: a header repeated in the middle, as when files are put together', async () => {
    const { finding, after } = await corrected(file(englishHeader, ...people(2), englishHeader, ...people(2, 10)), 'repeated_header');
    expect(finding).toMatchObject({ count: 1, evidence: [{ line: 4 }], correction: { setAsideLines: [4] } });
    expect(after.rowCount).toBe(4);
  });

  it('M3: duplicate rows anywhere in the file, with the line they repeat', async () => {
    const { finding, after } = await corrected(file(englishHeader, ...people(3_000), ...people(2)), 'duplicate_rows');
    expect(finding).toMatchObject({ count: 2, evidence: [{ line: 3_002, firstLine: 2 }, { line: 3_003, firstLine: 3 }] });
    expect(after.rowCount).toBe(3_000);
  });

  it('M3: trailing blank rows', async () => {
    const { finding, after } = await corrected(file(englishHeader, ...people(2), ',,,,,,', '', ''), 'blank_rows');
    expect(finding).toMatchObject({ count: 3, evidence: [{ line: 4 }, { line: 5 }, { line: 6 }] });
    expect(after.rowCount).toBe(2);
  });

  it('M3: rows of another length', async () => {
    const inspection = await inspect(file(englishHeader, ...people(2), 'short,short@example.org', 'w,w@example.org,,user,W,yes,no,more'));
    expect(found(inspection, 'uneven_rows')).toMatchObject({ count: 2, evidence: [{ line: 4 }, { line: 5 }] });
    expect((await inspect(file(englishHeader, ...people(3).map((line) => `${line},`)))).findings).toEqual([]);
  });

  it('M3: a file much smaller than the last one', async () => {
    expect(found(await inspect(file(englishHeader, ...people(10)), {}, 1_000), 'much_smaller_than_last')).toMatchObject({ lastRowCount: 1_000, rowCount: 10 });
    expect(found(await inspect(file(englishHeader, ...people(10)), {}, 12), 'much_smaller_than_last')).toBeUndefined();
  });

  it('M3: columns that are not read are named', async () => {
    const inspection = await inspect(file('Username,Email,Colour,E-mail address', 'a,a@example.org,red,b@example.org'));
    expect(found(inspection, 'unmapped_columns')).toMatchObject({ severity: 'warning', evidence: [{ column: 3, text: 'Colour' }, { column: 4, text: 'E-mail address' }] });
  });

  it('M3: nothing is corrected silently: without overrides the rows are as the file has them', async () => {
    const { settings } = await inspect(file(englishHeader, 'x,,x@example.org,,user,ZoÃ©,yes,no', ...people(2), ...people(2), ''));
    expect(settings).toMatchObject({ skipBlankRows: false, skipDuplicateRows: false, repairMojibake: false, realign: [], setAsideLines: [] });
  });
});
