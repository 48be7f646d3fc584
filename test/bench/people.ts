import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

/** Seeded people of any number: the same number always gives the same person. */

const firstNames = ['Ada', 'Alan', 'Grace', 'Zoé', 'Édouard', 'Ingrid', 'Tomás', 'Noor', 'Yuki', 'Sven', 'Chloé', 'Omar', 'Lena', 'Pavel', 'Amélie', 'Raj'];
const lastNames = ['Lovelace', 'Turing', 'Hopper', 'Lefèvre', 'Grün', 'Nilsson', 'García', 'Haddad', 'Tanaka', 'Berg', 'Moreau', 'Farouk', 'Vogel', 'Novák', 'Petit', 'Iyer', 'O’Neill', 'Østergaard'];
const titles = ['Engineer', 'Accountant', 'Electrician', 'Planner', 'Buyer', 'Nurse', 'Analyst', 'Technicien'];
const departments = ['Finance', 'Production', 'Sales', 'IT', 'Logistique', 'Legal'];

/** The columns of a file of these people: a person's cells, in this order. */
export const fileColumns = ['username', 'email', 'role', 'display name', 'first name', 'last name', 'job title', 'company', 'department', 'external id', 'business phone'] as const;

/** A hash of numbers: spreads neighbours, and does not repeat soon. */
const spread = (number: number): number => Math.imul(number ^ 0x9e3779b9, 0x85ebca6b) >>> 0;

/** Cells of person `number`; `changed` gives them another job title and phone. */
export function personCells(number: number, changed = false): string[] {
  const mixed = spread(number);
  const first = firstNames[mixed % firstNames.length]!;
  const last = lastNames[(mixed >>> 8) % lastNames.length]!;
  const username = `p${number}`;
  return [
    username, `${username}@example.org`, 'user', `${first} ${last}`, first, last,
    changed ? 'Director' : titles[(mixed >>> 16) % titles.length]!,
    `Company ${mixed % 40}`, departments[(mixed >>> 20) % departments.length]!,
    `E${String(number).padStart(8, '0')}`, `+33 1 ${changed ? '9' : '4'}${String(mixed % 10_000_000).padStart(7, '0')}`,
  ];
}

/**
 * The file of a synchronization against people 0 to `people - 1`: 1 in 100 new, 3 in 100 changed, 1 in 100 gone.
 *
 * @returns how many of each stand in it.
 */
export async function writeSynchronization(path: string, people: number): Promise<{ rows: number; created: number; changed: number; gone: number }> {
  const stream = createWriteStream(path);
  const part = Math.max(1, Math.floor(people / 100));
  let waiting = `${fileColumns.join(',')}\n`;
  const put = async (cells: string[]): Promise<void> => {
    waiting += `${cells.join(',')}\n`;
    if (waiting.length < 262_144) return;
    if (!stream.write(waiting)) await once(stream, 'drain');
    waiting = '';
  };
  // Whoever is gone and who changed is spread over the file, as in life.
  let gone = 0;
  let changed = 0;
  for (let number = 0; number < people; number += 1) {
    if (number % 100 === 50 && gone < part) { gone += 1; continue; }
    const isChanged = number % 100 === 10 || number % 100 === 40 || number % 100 === 70;
    if (isChanged) changed += 1;
    await put(personCells(number, isChanged));
  }
  for (let extra = 0; extra < part; extra += 1) await put(personCells(people + extra));
  stream.end(waiting);
  await once(stream, 'finish');
  return { rows: people - gone + part, created: part, changed, gone };
}
