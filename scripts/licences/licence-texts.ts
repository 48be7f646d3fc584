import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { ShippedPackage } from './shipped-packages.ts';
import { standardTexts } from './standard-texts.ts';

const line = '─'.repeat(80);

/** The licence and notice files of an installed package, in full. */
function textsOf(root: string, location: string): string[] {
  const folder = path.join(root, location);
  return readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying|notice)/i.test(name))
    .toSorted()
    .map((name) => readFileSync(path.join(folder, name), 'utf8').trim());
}

interface Manifest {
  author?: string | { name?: string };
  repository?: string | { url?: string };
}

/** A package without a licence file is under the standard text of its licence; its authors are named as in its manifest. */
function withoutText(root: string, shipped: ShippedPackage): string {
  const { author, repository } = JSON.parse(readFileSync(path.join(root, shipped.location, 'package.json'), 'utf8')) as Manifest;
  const who = typeof author === 'string' ? author : author?.name;
  const where = typeof repository === 'string' ? repository : repository?.url;
  const text = standardTexts[shipped.licence];
  if (text === undefined) throw new Error(`${shipped.name} ${shipped.version} brings no text of its licence ${shipped.licence}`);
  return [`Copyright (c) ${who ?? `the authors of ${shipped.name}`}`, ...(where === undefined ? [] : [where]), '', text].join('\n');
}

function entryOf(root: string, shipped: ShippedPackage): string {
  const texts = textsOf(root, shipped.location);
  const text = texts.length === 0 ? withoutText(root, shipped) : texts.join(`\n\n`);
  return `${line}\n${shipped.name} ${shipped.version} (${shipped.licence})\n${line}\n\n${text}\n`;
}

/**
 * The text of THIRD-PARTY-LICENSES.txt: each shipped package with its version and its licence in full. `runtime` says
 * what it runs on, with the licence of that.
 */
export function licenceTexts(root: string, packages: ShippedPackage[], runtime: { name: string; version: string; licence: string; text: string }): string {
  const lead = `Quarterdeck is licensed under the Apache License 2.0. It contains the following works of others.\n\n${packages.length} packages and ${runtime.name}.\n`;
  const first = `${line}\n${runtime.name} ${runtime.version} (${runtime.licence})\n${line}\n\n${runtime.text.trim()}\n`;
  return [lead, first, ...packages.map((shipped) => entryOf(root, shipped))].join('\n');
}
