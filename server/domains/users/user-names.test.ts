import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldKey } from '#shared/text.ts';
import { forEachDatabase } from '../../../test/support/databases.ts';
import { addPeople, change, personState, systemActor, testFoundation, write } from '../../../test/support/people.ts';
import type { StoredUser } from './user-state.ts';

/** Letters that are one another in some form: case, width, composition, ligature, script-specific lower case. */
const letters = ['a', 'A', 'ａ', 'é', 'e\u0301', 'É', 'ß', 'ẞ', 'ss', 'İ', 'i', 'I', 'ı', 'ﬁ', 'fi', 'Σ', 'σ', 'ς', 'Å', 'Å', '①', '1', 'K', 'k', '🙂', '李'];
const name = fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(''));

forEachDatabase((_kind, open) => {
  it('U2: two usernames or emails are the same exactly when their folded forms are, whatever the letters', async () => {
    const foundation = await testFoundation(await open.migrated());
    let number = 0;
    await fc.assert(
      fc.asyncProperty(name, name, fc.constantFrom('username' as const, 'email' as const), async (first, second, field) => {
        number += 1;
        // The number keeps the pairs of different rounds apart; `x` keeps it from being composed with a letter.
        const named = (text: string, other: string) => personState(`${number}${other}`, { [field]: `${number}x${text}` });
        await addPeople(foundation, [named(first, 'a')]);
        const outcome = await addPeople(foundation, [named(second, 'b')]).then(() => 'free', (error: { problem: { reason: string } }) => error.problem.reason);
        expect(outcome).toBe(foldKey(first) === foldKey(second) ? `${field}_taken` : 'free');
      }),
      { numRuns: 120 },
    );
  });

  it('U2: any permutation of names among people is one batch', async () => {
    const foundation = await testFoundation(await open.migrated());
    const names = ['ann', 'ben', 'cid', 'dot', 'eve'];
    let people: StoredUser[] = await addPeople(foundation, names.map((one) => personState(one, { externalId: one })));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), async (usernames, emails) => {
        const wanted = people.map(({ state }, place) => ({ ...state, username: names[usernames[place]!]!, externalId: names[usernames[place]!]!, email: `${names[emails[place]!]!}@example.org` }));
        const versions = await write(foundation, systemActor, [change(people[0]!, { ...wanted[0], jobTitle: String(Math.random()) }), ...people.slice(1).map((person, place) => change(person, wanted[place + 1]!))]);
        people = people.map((person, place) => ({ ...person, version: versions.get(person.id) ?? person.version, state: wanted[place]! }));
        const stored = await foundation.database.db.selectFrom('users').select(['id', 'username', 'username_key', 'email', 'email_key', 'external_id']).orderBy('id').execute();
        expect(stored).toEqual(people.toSorted((one, other) => (one.id < other.id ? -1 : 1)).map(({ id, state }) => ({ id, username: state.username, username_key: state.username, email: state.email, email_key: state.email, external_id: state.externalId })));
      }),
      { numRuns: 25 },
    );
  });
});
