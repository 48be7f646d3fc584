import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { isAllowed } from './allowed-licences.ts';
import { billOfMaterials } from './bill-of-materials.ts';
import { licenceTexts } from './licence-texts.ts';
import { assertAllowed } from './shipment-papers.ts';
import { productionPackages, reachedFrom, readLock, shippedPackages, withDependencies } from './shipped-packages.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const lock = readLock(root);

const shipped = (licence: string) => ({ location: 'node_modules/a', name: 'a', version: '1.0.0', licence, integrity: null });

describe('what is shipped', () => {
  it('is under licences that a commercial product may use, every package of the lock that can be reached', () => {
    const reached = productionPackages(lock);
    expect(reached.length).toBeGreaterThan(150);
    const refused = reached.filter((location) => !isAllowed(lock[location]?.license ?? 'unknown'));
    expect(refused).toEqual([]);
  });

  it('with another licence does not build', () => {
    for (const licence of ['GPL-3.0-only', 'AGPL-3.0', 'SSPL-1.0', 'unknown', 'UNLICENSED', 'MIT AND GPL-2.0-only', 'SEE LICENSE IN x']) expect(() => assertAllowed([shipped(licence)])).toThrow(`a 1.0.0 (${licence})`);
    for (const licence of ['MIT', '(MIT OR GPL-3.0-or-later)', '(MIT AND Zlib)']) assertAllowed([shipped(licence)]);
  });

  it('includes the packages that its packages need, the nearest first', () => {
    const nested = {
      '': { version: '1', dependencies: { a: '1' } },
      'node_modules/a': { version: '1', dependencies: { b: '1', c: '1' } },
      'node_modules/a/node_modules/b': { version: '1', dependencies: { c: '1' } },
      'node_modules/b': { version: '2' },
      'node_modules/c': { version: '1' },
    };
    expect(productionPackages(nested)).toEqual(['node_modules/a', 'node_modules/a/node_modules/b', 'node_modules/c']);
    expect(withDependencies(nested, ['node_modules/missing'])).toEqual([]);
  });

  it('of a program is the files it reaches, whatever stands beside them', () => {
    const chunks = [
      { fileName: 'main/server.js', imports: ['main/a.js', 'main/node:fs'], packages: [] },
      { fileName: 'main/a.js', imports: ['main/server.js'], packages: ['node_modules/zod'] },
      { fileName: 'main/index.js', imports: ['main/a.js'], packages: ['node_modules/axios'] },
    ];
    expect(reachedFrom(chunks, ['main/server.js']).map(({ fileName }) => fileName)).toEqual(['main/server.js', 'main/a.js']);
  });
});

describe('the papers of a shipment', () => {
  const packages = shippedPackages(root, [{ fileName: 'a.js', imports: [], packages: ['node_modules/zod', 'node_modules/saxes'] }], ['keytar']);

  it('carry the licence of each package in full, also of one that brings no text', () => {
    const text = licenceTexts(root, packages, { name: 'Electron', version: '45', licence: 'MIT', text: 'the text of Electron' });
    expect(text).toContain('the text of Electron');
    for (const { name, version } of packages) expect(text).toContain(`${name} ${version} (`);
    expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining(['zod', 'saxes', '@github/keytar']));
    expect(text.match(/THE SOFTWARE IS PROVIDED "AS IS"/g)!.length).toBeGreaterThanOrEqual(3);
    expect(text).toContain('Copyright (c) Louis-Dominique Dubeau');
  });

  it('list each package once, with its address, licence and checksum', () => {
    const bill = billOfMaterials({ name: 'q', version: '1' }, { name: 'Electron', version: '45', licence: 'MIT' }, [...packages, ...packages]) as { components: { name: string; purl?: string; hashes?: { content: string }[] }[]; serialNumber: string };
    expect(bill.components).toHaveLength(packages.length + 1);
    const zod = bill.components.find(({ name }) => name === 'zod')!;
    expect(zod.purl).toBe(`pkg:npm/zod@${lock['node_modules/zod']!.version}`);
    expect(zod.hashes![0]!.content).toMatch(/^[0-9a-f]{128}$/);
    expect(bill.components.map(({ purl }) => purl)).toContain(`pkg:npm/%40github/keytar@${lock['node_modules/keytar']!.version}`);
    expect(bill.serialNumber).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
  });
});
