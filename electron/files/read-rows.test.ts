import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { stagedFields, type FileOverrides, type StagedRow } from '#shared/file-inspection.ts';
import { rawSpreadsheet } from '../../test/support/spreadsheet-parts.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { encodeText } from './encodings.ts';
import { inspectFile } from './inspect-file.ts';
import { readPasswords, readRows, type PasswordRow } from './read-rows.ts';
import { writeRejected } from './write-rejected.ts';

const folder = temporaryFolder();

async function read(content: string | Uint8Array, overrides: FileOverrides = {}) {
  const path = await folder.write('people.csv', content);
  const { settings } = await inspectFile(path, overrides);
  const rows: StagedRow[] = [];
  const result = await readRows(path, settings, (batch) => { rows.push(...batch); });
  expect(result.rows).toBe(rows.length);
  return { path, settings, rows, fields: stagedFields(settings.mapping) };
}

const withPasswords = 'Username,Email,Password,Colour,Display name\na,a@example.org,secret1,red,"=A ""B"""\nb,b@example.org,,blue\n\'c,c@example.org,\'-secret3,,\'+33\n';

describe('reading rows', () => {
  it('M10: a password leaves the reader only as there or not there', async () => {
    const { rows, fields } = await read(withPasswords);
    expect(fields).toEqual(['username', 'email', 'hasPassword', 'displayName']);
    expect(rows).toEqual([
      [2, 'a', 'a@example.org', true, '=A "B"'],
      // The row has no fifth cell at all.
      [3, 'b', 'b@example.org', false, null],
      // M21: the apostrophe before a formula comes off, any other stays.
      [4, "'c", 'c@example.org', true, '+33'],
    ]);
    expect(JSON.stringify(rows)).not.toContain('secret');
  });

  it('M10: passwords are read for the rows that create, unchanged, and for no others', async () => {
    const { path, settings } = await read(withPasswords);
    const passwords: PasswordRow[] = [];
    await readPasswords(path, settings, new Set([3, 4]), (batch) => { passwords.push(...batch); });
    expect(passwords).toEqual([[4, "'-secret3"]]);
  });

  it('M5: cells are text: empty is empty, in spreadsheets also at the end of a row', async () => {
    const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
    const rows = `<row>${['Username', 'Email', 'Company'].map(cell).join('')}</row><row>${cell('007')}${cell('a@example.org')}</row><row>${cell("'=x")}</row>`;
    expect((await read(rawSpreadsheet({ rows }))).rows).toEqual([[2, '007', 'a@example.org', ''], [3, "'=x", '', '']]);
  });

  it('M4: rows come in batches, and the reader waits for each to be taken', async () => {
    const lines = Array.from({ length: 5_001 }, (_, index) => `u${index},u${index}@example.org`);
    const path = await folder.write('many.csv', lines.join('\n'));
    const { settings } = await inspectFile(path);
    const sizes: number[] = [];
    let busy = false;
    await readRows(path, settings, async (batch) => {
      expect(busy).toBe(false);
      busy = true;
      await new Promise((resolve) => { setTimeout(resolve, 5); });
      sizes.push(batch.length);
      busy = false;
    });
    expect(sizes).toEqual([2_000, 2_000, 1_001]);
  });

  it('a cancel stops the reading', async () => {
    const path = await folder.write('many.csv', 'u,u@example.org\n'.repeat(200_000));
    const { settings } = await inspectFile(path);
    const cancelling = new AbortController();
    const reading = readRows(path, settings, () => cancelling.abort(), { signal: cancelling.signal });
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('M3: accepted corrections are applied, and lines stay those of the file', async () => {
    const content = 'Username,Email,Role,Company\nx,,x@example.org,user,ZoÃ©\n\na,a@example.org,user,A\na,a@example.org,user,A\nb,b@example.org,user,B\n';
    const { rows } = await read(content, {
      realign: [{ line: 2, column: 2, by: 1 }], skipBlankRows: true, skipDuplicateRows: true, repairMojibake: true, setAsideLines: [6],
    });
    expect(rows).toEqual([[2, 'x', 'x@example.org', 'user', 'Zoé'], [4, 'a', 'a@example.org', 'user', 'A']]);
    expect((await read(content)).rows.map(([line]) => line)).toEqual([2, 3, 4, 5, 6]);
  });
});

describe('saving rejected rows', () => {
  it('M12: same encoding, delimiter, line ends and header, cells untouched, reasons behind', async () => {
    const source = 'Identifiant;Courriel;Mot de passe;Nom affiché\r\nzoé;z@exemple.fr;\'-sécret;"a;b"\r\nx;x@exemple.fr;;X\r\ny;y;;\r\n';
    const { path, settings } = await read(encodeText(source, 'windows-1252'));
    const destination = folder.path('rejected.csv');
    const reasons = new Map([[2, 'Courriel déjà pris → voir ligne 3'], [4, 'Courriel invalide']]);
    expect(await writeRejected(path, settings, { reasons, reasonHeader: 'Motif' }, destination)).toMatchObject({ rows: 2 });
    expect(await readFile(destination)).toEqual(encodeText(
      'Identifiant;Courriel;Mot de passe;Nom affiché;Motif\r\nzoé;z@exemple.fr;\'-sécret;"a;b";Courriel déjà pris ? voir ligne 3\r\ny;y;;;Courriel invalide\r\n', 'windows-1252'));
  });

  it('M12: corrected, it is read again with the same columns', async () => {
    for (const mark of [Buffer.alloc(0), Buffer.from([0xFF, 0xFE])]) {
      const encoding = mark.length > 0 ? 'utf-16le' as const : 'utf-8' as const;
      const { path, settings } = await read(Buffer.concat([mark, encodeText('a,a@example.org,,user,Åsa\nb,b,,user,B\n', encoding)]));
      const destination = folder.path('rejected.csv');
      await writeRejected(path, settings, { reasons: new Map([[1, 'user, twice']]), reasonHeader: 'Reason' }, destination);
      const again = await inspectFile(destination);
      expect(again.settings).toMatchObject({ encoding, headerRow: false });
      // The reason stands behind every column that has a meaning by position.
      expect(again.settings.mapping[11]).toBeNull();
      expect(again.sample).toEqual([{ line: 1, cells: ['a', 'a@example.org', '', 'user', 'Åsa', '', '', '', '', '', '', 'user, twice'] }]);
    }
  });

  it('M12: a spreadsheet becomes a spreadsheet with the same sheet name', async () => {
    const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
    const row = (...texts: string[]) => `<row>${texts.map(cell).join('')}</row>`;
    for (const header of [true, false]) {
      const content = rawSpreadsheet({ sheets: { Staff: (header ? row('Username', 'Email') : '') + row('a', 'a@example.org') + row('b', 'b@example.org') } });
      const { path, settings } = await read(content);
      const destination = folder.path('rejected.xlsx');
      await writeRejected(path, settings, { reasons: new Map([[header ? 3 : 2, 'No']]), reasonHeader: 'Reason' }, destination);
      const again = await inspectFile(destination, { headerRow: header });
      expect(again.settings).toMatchObject({ format: 'xlsx', sheet: 'Staff' });
      expect(again.sample[0]?.cells.filter((text) => text !== '')).toEqual(['b', 'b@example.org', 'No']);
    }
  });
});
