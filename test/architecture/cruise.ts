import { createRequire } from 'node:module';
import path from 'node:path';

import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';

export const root = path.resolve(import.meta.dirname, '..', '..');

const configuration = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as IConfiguration;

/** Names of all import rules. */
export const ruleNames: string[] = (configuration.forbidden ?? []).map((rule) => rule.name ?? '');

/** Applies the project's import rules to the given folders of the tree at `baseDir`. */
export async function applyImportRules(baseDir: string, folders: string[]): Promise<ICruiseResult> {
  const { output } = await cruise(folders, {
    ...configuration.options,
    ruleSet: { forbidden: configuration.forbidden ?? [] },
    validate: true,
    baseDir,
  });
  if (typeof output === 'string') throw new Error(output);
  return output;
}

/** The violations as `rule: from → to`. */
export function describeViolations(result: ICruiseResult): string[] {
  return result.summary.violations.map((violation) => `${violation.rule.name}: ${violation.from} → ${violation.to}`);
}
