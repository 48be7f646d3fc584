import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { applyImportRules, describeViolations, root, ruleNames } from './cruise.ts';
import { lawful, surroundings, type Tree, violations } from './violations.ts';

const folders = ['electron', 'renderer', 'server', 'shared'];
const made: string[] = [];

function plant(...trees: Tree[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'quarterdeck-imports-'));
  made.push(folder);
  for (const [file, content] of trees.flatMap((tree) => Object.entries(tree))) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
  return folder;
}

/** The top folders of a tree that hold code. */
function codeFolders(tree: Tree): string[] {
  return [...new Set(Object.keys(tree).map((file) => file.split('/')[0] ?? ''))];
}

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('the import rules', () => {
  it('hold in the whole of the code, and the whole of the code was read', async () => {
    const result = await applyImportRules(root, [...folders, 'scripts', 'test']);
    expect(describeViolations(result)).toEqual([]);
    // A parser that does not understand the code sees no module and finds no violation.
    const ours = result.modules.filter((module) => !module.source.startsWith('node_modules/') && !module.coreModule);
    expect(ours.length).toBeGreaterThan(200);
    const imports = ours.flatMap((module) => module.dependencies).filter((dependency) => dependency.resolved.endsWith('.ts'));
    expect(imports.length).toBeGreaterThan(300);
  });

  it('allow what the architecture allows', async () => {
    const result = await applyImportRules(plant(surroundings, lawful), codeFolders(lawful));
    expect(describeViolations(result)).toEqual([]);
    expect(result.modules.map((module) => module.source)).toEqual(expect.arrayContaining(Object.keys(lawful)));
  });

  it.each(violations)('$rule catches its violation', async ({ rule, files, from, to }) => {
    const result = await applyImportRules(plant(surroundings, files), codeFolders(files));
    expect(describeViolations(result)).toContain(`${rule}: ${from} → ${to}`);
  });

  it('each have a deliberate violation that proves them', () => {
    expect(violations.map(({ rule }) => rule).toSorted()).toEqual(ruleNames.toSorted());
  });
});
