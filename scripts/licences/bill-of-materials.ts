import { createHash } from 'node:crypto';

import type { ShippedPackage } from './shipped-packages.ts';

interface Component {
  type: 'application' | 'framework' | 'library';
  'bom-ref': string;
  name: string;
  version: string;
  purl?: string;
  licenses?: object[];
  hashes?: { alg: string; content: string }[];
}

const isExpression = (licence: string): boolean => /\s(OR|AND|WITH)\s/.test(licence);

function purlOf(name: string, version: string): string {
  const [scope, rest] = name.startsWith('@') ? name.split('/') : [undefined, name];
  return scope === undefined ? `pkg:npm/${rest}@${version}` : `pkg:npm/${encodeURIComponent(scope)}/${rest}@${version}`;
}

function libraryOf({ name, version, licence, integrity }: ShippedPackage): Component {
  const purl = purlOf(name, version);
  const sha512 = integrity?.match(/^sha512-(.+)$/)?.[1];
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    licenses: [isExpression(licence) ? { expression: licence } : { license: { id: licence } }],
    ...(sha512 === undefined ? {} : { hashes: [{ alg: 'SHA-512', content: Buffer.from(sha512, 'base64').toString('hex') }] }),
  };
}

/** A UUID of the content: the same shipment has the same serial number wherever it is built. */
function serialOf(content: string): string {
  const hex = createHash('sha256').update(content).digest('hex');
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * What is shipped, as CycloneDX 1.6 JSON; a package that is there twice in one version is listed once.
 * Source: https://cyclonedx.org/docs/1.6/json/
 */
export function billOfMaterials(product: { name: string; version: string }, runtime: { name: string; version: string; licence: string }, packages: ShippedPackage[]): object {
  const root: Component = { type: 'application', 'bom-ref': `${product.name}@${product.version}`, ...product, licenses: [{ license: { id: 'Apache-2.0' } }] };
  const framework: Component = { type: 'framework', 'bom-ref': `${runtime.name}@${runtime.version}`, name: runtime.name, version: runtime.version, licenses: [{ license: { id: runtime.licence } }] };
  const libraries = [...new Map(packages.map((shipped) => [purlOf(shipped.name, shipped.version), libraryOf(shipped)])).values()];
  const components = [framework, ...libraries];
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialOf(JSON.stringify([root, components])),
    version: 1,
    metadata: { component: root },
    components,
    dependencies: [{ ref: root['bom-ref'], dependsOn: components.map((component) => component['bom-ref']) }],
  };
}
