import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { policyPlaces, readPolicy } from './policy-file.ts';
import { lockedSettings, presetId, type Policy } from './policy.ts';

const folder = temporaryFolder();

const everythingOff = { lockConnections: true, connections: [], localServer: false, exports: false, updates: false };

function read(content: string | object, ownedBySystem = false): Policy {
  const file = folder.path('policy.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readPolicy({ places: [file], ownedBySystem });
}

describe('C8: the policy file', () => {
  it('leaves everything to the person where there is none', () => {
    const nowhere = folder.path('no-folder/policy.json');
    expect(readPolicy({ places: [nowhere], ownedBySystem: true })).toMatchObject({ state: 'none', file: nowhere, lockConnections: false, localServer: true, exports: true, updates: true });
  });

  it('switches off only what it names', () => {
    expect(read({ version: 1 })).toMatchObject({ state: 'applied', localServer: true, exports: true, updates: true, lockConnections: false, settings: {} });
    expect(read({ version: 1, exports: false })).toMatchObject({ state: 'applied', localServer: true, exports: false, updates: true });
  });

  it('brings connections, each with an id of its address, and locks settings', () => {
    const policy = read({ version: 1, connections: [{ name: 'Acme', url: 'https://Acme.example:443/', environment: 'Production' }], lockConnections: true, settings: { theme: 'dark', safeForSpreadsheets: true } });
    expect(policy.connections).toEqual([{ id: presetId('https://acme.example'), name: 'Acme', url: 'https://acme.example', colour: '#2f6f6b', environment: 'Production', authority: null }]);
    expect(policy.connections[0]!.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(lockedSettings(policy)).toEqual(['theme', 'safeForSpreadsheets']);
    expect(presetId('https://other.example')).not.toBe(policy.connections[0]!.id);
  });

  it.each([
    ['no JSON', '{ "version": 1, ', 'Not JSON'],
    ['empty', '', 'Not JSON'],
    ['of another version', { version: 2 }, 'version'],
    ['with a misspelled key', { version: 1, export: false }, 'export'],
    ['with a misspelled setting', { version: 1, settings: { colour: 'dark' } }, 'colour'],
    ['with a switch that is text', { version: 1, updates: 'false' }, 'updates'],
    ['with an address without TLS', { version: 1, connections: [{ name: 'A', url: 'http://acme.example' }] }, 'connections.0.url'],
    ['with the same server twice', { version: 1, connections: [{ name: 'A', url: 'https://a.example' }, { name: 'B', url: 'https://a.example/' }] }, 'twice'],
    ['with a password in an address', { version: 1, connections: [{ name: 'A', url: 'https://u:p@a.example' }] }, 'connections.0.url'],
    ['with an authority that is not there', { version: 1, connections: [{ name: 'A', url: 'https://a.example', certificateAuthority: path.resolve('/nowhere/ca.pem') }] }, 'certificateAuthority of A'],
    ['not an object', '[]', 'expected object'],
  ])('that is %s is a broken one: everything is off, and it is said why', (_what, content, why) => {
    const policy = read(content);
    expect(policy).toMatchObject({ state: 'broken', ...everythingOff });
    expect(policy.problem).toContain(why);
  });

  it('is broken when it is a folder or larger than any policy', () => {
    const place = folder.path('policy.json');
    mkdirSync(place);
    expect(readPolicy({ places: [place], ownedBySystem: false })).toMatchObject({ state: 'broken', ...everythingOff });
    rmdirSync(place);
    expect(read(' '.repeat(1_048_577))).toMatchObject({ state: 'broken', problem: 'Larger than 1 MB' });
  });

  it.skipIf(process.platform === 'win32')('does not hang on a pipe in its place', () => {
    const pipe = folder.path('policy.json');
    execFileSync('mkfifo', [pipe]);
    expect(readPolicy({ places: [pipe], ownedBySystem: false })).toMatchObject({ state: 'broken', problem: 'Not a file' });
  });

  it.skipIf(process.platform === 'win32')('of the machine counts only when ordinary people cannot write it', () => {
    const file = folder.path('policy.json');
    writeFileSync(file, JSON.stringify({ version: 1 }));
    chmodSync(file, 0o666);
    const policy = readPolicy({ places: [file], ownedBySystem: true });
    expect(policy).toMatchObject({ state: 'broken', ...everythingOff });
    expect(['Not owned by root', 'Can be written by others than root']).toContain(policy.problem);
  });

  it('reads a file with a byte order mark, as Windows editors write it', () => {
    expect(read(`\uFEFF${JSON.stringify({ version: 1, updates: false })}`)).toMatchObject({ state: 'applied', updates: false });
  });

  it('stands in the machine’s own folder on every platform', () => {
    expect(policyPlaces('linux', {})).toEqual(['/etc/quarterdeck/policy.json']);
    expect(policyPlaces('darwin', {})).toEqual(['/Library/Application Support/Quarterdeck/policy.json']);
    expect(policyPlaces('win32', { ProgramData: 'D:\\Data' })).toEqual(['C:\\ProgramData\\Quarterdeck\\policy.json', 'D:\\Data\\Quarterdeck\\policy.json']);
  });
});
