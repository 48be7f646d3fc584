import type { InputOf } from '#shared/contract/index.ts';
import type { Bench } from './bench.ts';
import { percentile, rounded, say } from './measuring.ts';
import { openPlace, type BenchPlace, type BenchServer } from './places.ts';

type Question = { name: string; input: InputOf<'users.list'> };

const questions: readonly Question[] = [
  { name: 'by name', input: {} },
  { name: 'by email, falling', input: { sort: '-email' } },
  { name: 'by last activity', input: { sort: '-lastActiveAt' } },
  { name: 'by company', input: { sort: 'company' } },
  { name: 'by creation', input: { sort: '-createdAt' } },
  { name: 'role user', input: { platformRole: ['user'] } },
  { name: 'company and department', input: { company: ['Company 7'], department: ['Finance'] } },
  { name: 'licensed, by job title', input: { licence: 'licensed', sort: 'jobTitle' } },
];

/** Milliseconds of the first page and of pages far behind it, as a client on this machine sees them. */
async function pagesOf({ client }: BenchServer, { input }: Question, times: number): Promise<{ first: number[]; deep: number[] }> {
  const ask = async (cursor: string | null): Promise<{ took: number; next: string | null }> => {
    const start = performance.now();
    const { nextCursor } = await client.call('users.list', { limit: 100, ...input, ...(cursor === null ? {} : { cursor }) });
    return { took: performance.now() - start, next: nextCursor };
  };
  const first: number[] = [];
  const deep: number[] = [];
  for (let time = 0; time < times; time += 1) first.push((await ask(null)).took);
  let cursor: string | null = null;
  for (let page = 0; page < 60; page += 1) {
    const { took, next } = await ask(cursor);
    if (page >= 30) deep.push(took);
    if (next === null) break;
    cursor = next;
  }
  return { first, deep };
}

async function measure(place: BenchPlace, people: number): Promise<{ p95: number; deepP95: number; slowest: string }> {
  const server = await place.server(people);
  const first: number[] = [];
  const deep: number[] = [];
  let slowest = { name: '', p95: 0 };
  for (const question of questions) await pagesOf(server, question, 5);
  for (const question of questions) {
    const found = await pagesOf(server, question, 40);
    const p95 = percentile(found.first, 0.95);
    say(`${people.toLocaleString('en')} people, ${question.name}: first page p95 ${p95.toFixed(1)} ms, deep ${found.deep.length === 0 ? '–' : `${percentile(found.deep, 0.95).toFixed(1)} ms`}`);
    if (p95 > slowest.p95) slowest = { name: question.name, p95 };
    first.push(...found.first);
    deep.push(...found.deep);
  }
  await server.stop();
  return { p95: rounded(percentile(first, 0.95)), deepP95: rounded(percentile(deep, 0.95)), slowest: `${slowest.name} ${slowest.p95.toFixed(1)} ms` };
}

export const listBench: Bench = {
  name: 'list',
  summary: 'Pages of 100 people by several sorts and filters, first and deep; peer: the same with a hundredth of the people.',
  run: async ({ kind, rows }) => {
    const place = await openPlace(kind);
    try {
      const few = await measure(place, Math.max(10_000, Math.round(rows / 100)));
      const many = await measure(place, rows);
      return { database: kind, people: rows, p95Ms: many.p95, deepP95Ms: many.deepP95, slowest: many.slowest, promiseMs: 10, growth: rounded(many.p95 / few.p95), growthPromise: 1.3, deepToFirst: rounded(many.deepP95 / many.p95) };
    } finally {
      await place.end();
    }
  },
};
