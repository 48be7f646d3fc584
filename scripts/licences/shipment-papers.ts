import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { isAllowed } from './allowed-licences.ts';
import { billOfMaterials } from './bill-of-materials.ts';
import { licenceTexts } from './licence-texts.ts';
import { type BuiltChunk, reachedFrom, shippedPackages, type ShippedPackage } from './shipped-packages.ts';

/** Which chunks the present build consists of, in `out/`; not shipped. */
export const builtChunks = '.chunks.json';

/** The papers that go with everything that is shipped. */
export const licencesFile = 'THIRD-PARTY-LICENSES.txt';
export const materialsFile = 'sbom.cdx.json';

interface Manifest {
  version: string;
  devDependencies: { electron: string; node: string };
}

/** On what a shipped program runs. */
interface Runtime {
  name: string;
  version: string;
  licence: string;
  text: string;
}

function readManifest(root: string): Manifest {
  return JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
}

/** Throws for packages whose licence does not allow what the product is for. */
export function assertAllowed(packages: ShippedPackage[]): void {
  const refused = packages.filter(({ licence }) => !isAllowed(licence));
  if (refused.length > 0) throw new Error(`Not to be shipped: ${refused.map(({ name, version, licence }) => `${name} ${version} (${licence})`).join(', ')}`);
}

function write(root: string, folder: string, product: string, runtime: Runtime, packages: ShippedPackage[]): void {
  assertAllowed(packages);
  const { version } = readManifest(root);
  writeFileSync(path.join(folder, licencesFile), licenceTexts(root, packages, runtime));
  writeFileSync(path.join(folder, materialsFile), `${JSON.stringify(billOfMaterials({ name: product, version }, runtime, packages), null, 2)}\n`);
}

/** Writes licences and bill of materials of the console into `out/`. */
export function writeConsolePapers(root: string, chunks: BuiltChunk[]): void {
  const licence = readFileSync(path.join(root, 'node_modules', 'electron', 'LICENSE'), 'utf8');
  const runtime = {
    name: 'Electron',
    version: readManifest(root).devDependencies.electron,
    licence: 'MIT',
    text: `${licence.trim()}\n\nElectron contains Chromium, Node.js and works of many others. Their licences are in LICENSES.chromium.html beside the application.`,
  };
  write(root, path.join(root, 'out'), 'quarterdeck-console', runtime, shippedPackages(root, chunks));
}

/** The chunks of `out/` that the server consists of. */
export function serverChunks(root: string): BuiltChunk[] {
  const chunks = JSON.parse(readFileSync(path.join(root, 'out', builtChunks), 'utf8')) as BuiltChunk[];
  return reachedFrom(chunks, ['main/server.js', 'main/sqlite-worker.js']);
}

/** Writes licences and bill of materials of the server alone into `folder`. */
export function writeServerPapers(root: string, folder: string, packages: ShippedPackage[]): void {
  const { node } = readManifest(root).devDependencies;
  const runtime = {
    name: 'Node.js',
    version: node,
    licence: 'MIT',
    text: `Copyright Node.js contributors. All rights reserved.\n\nPermission is granted under the MIT License. Node.js contains works of many others; all their licences:\nhttps://github.com/nodejs/node/blob/v${node}/LICENSE`,
  };
  write(root, folder, 'quarterdeck-server', runtime, packages);
}
