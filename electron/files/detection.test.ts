import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delimiters, fileEncodings } from '#shared/file-inspection.ts';
import { csvLine } from './csv-writer.ts';
import { sniffDelimiter } from './delimiter.ts';
import { byteOrderMark, chunkDecoder, detectEncoding, encodeText } from './encodings.ts';
import { hasMojibake, repairMojibake } from './mojibake.ts';
import { decodeWindows1252, encodeWindows1252 } from './windows-1252.ts';

const frenchPeople = [
  ['Identifiant', 'Courriel', 'Nom affiché'],
  ['elodie', 'elodie@exemple.fr', 'Élodie Lefèvre'], ['noel', 'noel@exemple.fr', 'Noël Çelik'],
];

describe('encoding detection', () => {
  it('M1: every encoding of a file with accents is found, with and without byte order mark', () => {
    for (const encoding of fileEncodings) {
      const bytes = encodeText(frenchPeople.map((row) => csvLine(row, ';', '\r\n')).join(''), encoding);
      expect(detectEncoding(bytes, true), encoding).toEqual({ encoding, hasByteOrderMark: false });
      const mark = byteOrderMark(encoding);
      if (mark.length > 0) {
        expect(detectEncoding(Buffer.concat([mark, bytes]), true)).toEqual({ encoding, hasByteOrderMark: true });
      }
    }
  });

  it('M1: a head that ends inside a character is still UTF-8; a whole file that does is not', () => {
    const cut = Buffer.from('aé').subarray(0, 2);
    expect(detectEncoding(cut, false).encoding).toBe('utf-8');
    expect(detectEncoding(cut, true).encoding).toBe('windows-1252');
  });

  it('M1: very short files are not guessed wrongly', () => {
    expect(detectEncoding(Buffer.from('é'), true).encoding).toBe('utf-8');
    expect(detectEncoding(Buffer.from([0xE9]), true).encoding).toBe('windows-1252');
    expect(detectEncoding(Buffer.from('a'), true).encoding).toBe('utf-8');
  });

  it('property: text cut into chunks anywhere decodes to itself in every encoding', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '€', 'Œ', '\n', ';') });
    fc.assert(fc.property(text, fc.constantFrom(...fileEncodings), fc.array(fc.nat(50)), (content, encoding, cuts) => {
      const bytes = encodeText(content, encoding);
      const decoder = chunkDecoder(encoding);
      let decoded = '';
      let from = 0;
      for (const cut of cuts.map((each) => each % (bytes.length + 1)).sort((one, other) => one - other)) {
        decoded += decoder.decode(bytes.subarray(from, cut));
        from = Math.max(from, cut);
      }
      decoded += decoder.decode(bytes.subarray(from)) + decoder.end();
      expect(decoded).toBe(content);
    }));
  });

  it('property: every byte of Windows-1252 comes back', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => {
      expect([...encodeWindows1252(decodeWindows1252(bytes))]).toEqual([...bytes]);
    }));
    expect(decodeWindows1252(Uint8Array.of(0x80, 0x92, 0x9C, 0xE9))).toBe('€’œé');
  });
});

describe('delimiter detection', () => {
  it('M1: each delimiter is found, other delimiters inside cells notwithstanding', () => {
    for (const delimiter of delimiters) {
      const rows = [...frenchPeople, ['x', 'x@exemple.fr', 'a,b;c|d\te "q"\nnext']];
      expect(sniffDelimiter(rows.map((row) => csvLine(row, delimiter, '\n')).join('')), JSON.stringify(delimiter)).toBe(delimiter);
    }
  });

  it('M1, M8: two columns are enough', () => {
    expect(sniffDelimiter('username;email\njdoe;jdoe@example.org\n')).toBe(';');
    expect(sniffDelimiter('jdoe|jdoe@example.org')).toBe('|');
    expect(sniffDelimiter('"Doe, Jane";jdoe@example.org\n"Roe, Max";max@example.org')).toBe(';');
  });

  it('M1: unquoted lists of organizations do not win over the real delimiter', () => {
    expect(sniffDelimiter('Username,Email,Organizations\na,a@x.org,acme:manager; globex:user\nb,b@x.org,acme:user; initech:user\n')).toBe(',');
  });

  it('the spreadsheet hint decides', () => {
    expect(sniffDelimiter('sep=|\r\na,b|c,d\r\n')).toBe('|');
  });

  it('property: the delimiter of a generated file of people is found', () => {
    const name = fc.string({ unit: fc.constantFrom('A', 'é', ' ', ',', ';', '|', '-'), maxLength: 8 });
    const person = fc.record({ id: fc.nat(1e6), name, flag: fc.constantFrom('yes', 'no', '') });
    fc.assert(fc.property(fc.array(person, { minLength: 1, maxLength: 20 }), fc.constantFrom(...delimiters), fc.boolean(), (people, delimiter, header) => {
      const rows = people.map(({ id, name: text, flag }) => [`user${id}`, `user${id}@example.org`, '', 'user', text, flag]);
      const all = header ? [['Username', 'Email', 'Password', 'Role', 'Display name', 'Can join teams'], ...rows] : rows;
      expect(sniffDelimiter(all.map((row) => csvLine(row, delimiter, '\r\n')).join(''))).toBe(delimiter);
    }));
  });
});

describe('mojibake', () => {
  it('M3: text read in the wrong encoding is recognized and repaired', () => {
    for (const text of ['Élodie', 'naïve', 'l’été', 'Zürich – “x”', 'Œuvre', 'Ωμέγα', 'Жанна', '10 €', '日本']) {
      const misread = decodeWindows1252(Buffer.from(text, 'utf8'));
      expect(hasMojibake(misread), text).toBe(true);
      expect(repairMojibake(misread), text).toBe(text);
    }
  });

  it('M3: correct text is left alone', () => {
    for (const text of ['Élodie Lefèvre', 'déjà\u00A0»', 'À l’école', 'ÇA', 'Ærøskøbing', 'Müller & Söhne', 'Łódź', '“Ça va”', 'ÂGE', 'AÏEUL « ÉTÉ »']) {
      expect(hasMojibake(text), text).toBe(false);
      expect(repairMojibake(text), text).toBe(text);
    }
  });
});
