import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import type { FileOverrides, FindingCode } from '#shared/file-inspection.ts';
import type { InputOf } from '#shared/contract/index.ts';
import type { Plan } from '#shared/schemas/plans.ts';
import { checksumOf } from '../../electron/files/checksum.ts';
import { FileProblem } from '../../electron/files/file-problem.ts';
import { inspectFile } from '../../electron/files/inspect-file.ts';
import { readRows } from '../../electron/files/read-rows.ts';
import { describeFile } from '../../electron/main/work/bring-rows.ts';
import { isFullDrill, saw } from './drill.ts';
import { applicationOf, drillEachDatabase, openWorld, settled, type World } from './world.ts';

const people = isFullDrill ? 5_000 : 240;
const header = ['Username', 'Email', 'Display name', 'Job title'];
type Person = readonly [string, string, string, string];
const everybody = Array.from({ length: people }, (_, index): Person => {
  const number = String(index).padStart(5, '0');
  return [`person.${number}`, `person.${number}@example.org`, `Person ${number}`, index % 3 === 0 ? 'Sailor' : 'Cook'];
});
const csv = (rows: readonly (readonly string[])[], delimiter = ','): string => [header, ...rows].map((row) => `${row.join(delimiter)}\r\n`).join('');

/** What became of a file: the problem by which it was refused, or its plan and what the doctor had said. */
type Result = { refused: string } | { plan: Plan; findings: FindingCode[]; correction: FileOverrides | null };

/** A careless person's way of a file through the console: look, ignore what the doctor says, synchronize. */
async function synchronize(world: World, text: string, overrides: FileOverrides = {}): Promise<Result> {
  const file = path.join(world.folder, 'people.csv');
  await writeFile(file, text);
  try {
    const { settings, findings, columns, rowCount } = await inspectFile(file, overrides, { lastRowCount: people });
    const source = { path: file, name: 'people.csv', headers: columns.map((column) => column.header), rowCount };
    const made = await world.root.call('plans.create', { mode: 'synchronize', file: describeFile(source, settings, await checksumOf(file)) });
    await readRows(file, settings, async (rows) => void (await world.root.call('plans.stage', { id: made.id, rows: rows as InputOf<'plans.stage'>['rows'] })));
    await world.root.call('plans.compute', { id: made.id });
    const plan = await settled(world.root, made.id);
    if (plan.hash === null) throw new Error(`The plan was not made: ${JSON.stringify(plan.failure)}`);
    return { plan, findings: findings.map(({ code }) => code), correction: findings.find(({ correction }) => correction !== null)?.correction ?? null };
  } catch (error) {
    if (error instanceof FileProblem) return { refused: error.report().code };
    if (error instanceof AppError && error.code === 'invalid_input') return { refused: error.problem.reason ?? error.code };
    throw error;
  }
}

const deactivated = async ({ root }: World): Promise<number> => (await root.call('users.list', { platformRole: ['deactivated'] })).total.count;

/** Applies without typing the number: how most accidents would happen. Answers how it was refused. */
async function applyCarelessly({ root }: World, plan: Plan): Promise<string> {
  const { confirmation: _typed, ...application } = applicationOf(plan, '');
  const outcome = await root.call('plans.apply', application).then(({ id }) => settled(root, id), (error: unknown) => (error instanceof AppError ? error : Promise.reject(error)));
  if (outcome instanceof AppError) return outcome.problem.reason ?? outcome.code;
  return outcome.failure?.reason ?? outcome.state;
}

describe('a file that would take everybody away', () => {
  drillEachDatabase((kind, place) => {
    let world: World;
    afterEach(() => world.end());

    it('M3, M13, M14: nobody is deactivated without the hold, whatever is wrong with the file', async () => {
      world = await openWorld(await place());
      const first = await synchronize(world, csv(everybody));
      if ('refused' in first) throw new Error(first.refused);
      expect(await applyCarelessly(world, first.plan)).toBe('applied');
      expect((await world.root.call('users.list', {})).total.count).toBe(people + 1);

      const tenth = everybody.slice(0, people / 10);
      const shifted = everybody.map(([username, email, name, title], index) => (index >= 5 ? ['', username, email, name, title] : [username, email, name, title]));
      const upperCased = everybody.map(([username, email, name, title]) => [username.toUpperCase(), email.toUpperCase(), name, title]);
      const accidents: [string, string, FileOverrides, FindingCode | null][] = [
        ['an empty file', '', {}, null],
        ['a header only', csv([]), {}, 'much_smaller_than_last'],
        ['the first tenth', csv(tenth), {}, 'much_smaller_than_last'],
        ['the wrong delimiter', csv(everybody, ';'), { delimiter: ',' }, 'wrong_delimiter'],
        ['a column more from the sixth row on', csv(shifted), {}, 'shifted_rows'],
        ['upper-cased names', csv(upperCased), {}, null],
        ['a header in the data', `${csv(everybody.slice(0, people / 2))}${csv(everybody.slice(people / 2, people * 0.9))}`, {}, 'repeated_header'],
      ];
      for (const [name, text, overrides, expected] of accidents) {
        const result = await synchronize(world, text, overrides);
        if ('refused' in result) {
          saw(`${kind}: ${name}: refused (${result.refused})`);
          continue;
        }
        const { plan, findings, correction } = result;
        const losing = plan.counts.deactivate + plan.counts.delete + plan.counts.makeUnlicensed;
        const outcome = losing > 0 || plan.counts.update > 0 ? await applyCarelessly(world, plan) : 'not applied';
        saw(`${kind}: ${name}: ${losing} would go, ${plan.counts.blockedAbsent} kept back by wrong rows, held: ${plan.brake?.held}; applying: ${outcome}; the doctor: ${findings.join(', ') || 'nothing'}`);
        expect(await deactivated(world), name).toBe(0);
        expect(losing === 0 || plan.brake?.held, name).toBe(true);
        if (expected !== null) expect(findings, name).toContain(expected);
        if (correction === null) continue;
        const corrected = await synchronize(world, text, { ...overrides, ...correction });
        if (!('refused' in corrected)) expect(corrected.plan.counts.deactivate === 0 || corrected.plan.brake?.held, `${name}, corrected`).toBe(true);
      }
    });

    it('M14: what is lost ten times a little within a day is counted together', async () => {
      world = await openWorld(await place());
      const first = await synchronize(world, csv(everybody));
      if ('refused' in first) throw new Error(first.refused);
      await applyCarelessly(world, first.plan);
      const little = Math.floor(people * 0.049);
      const outcomes: string[] = [];
      const times = isFullDrill ? 10 : 3;
      for (let time = 1; time <= times; time += 1) {
        const result = await synchronize(world, csv(everybody.slice(little * time)));
        if ('refused' in result) throw new Error(result.refused);
        outcomes.push(await applyCarelessly(world, result.plan));
      }
      saw(`${kind}: ${times} times ${little} of ${people} people: ${outcomes.join(', ')}`);
      expect(outcomes).toEqual(['applied', ...Array.from({ length: times - 1 }, () => 'hold_not_confirmed')]);
      expect(await deactivated(world)).toBe(little);
    });
  });
});
