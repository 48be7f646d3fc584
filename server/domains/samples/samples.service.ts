import { sql } from 'kysely';
import { AppError } from '#shared/errors.ts';
import { foldKey, foldSearch } from '#shared/text.ts';
import type { Actor } from '../../actor.ts';
import { rowsFromJson } from '../../db/rows-from-json.ts';
import type { Foundation } from '../../foundation.ts';
import { uuidv7 } from '../../identifiers.ts';
import { auditedTransaction, type AuditedTransaction } from '../audit/audited-transaction.ts';
import { countSeats } from '../licences/count-seats.ts';
import type { UserState, UserWrite } from '../users/user-state.ts';
import { takesLicence } from '../users/user-transitions.ts';
import { writeUsers } from '../users/user-writes.ts';
import { companies } from './sample-names.ts';
import { samplePeople, type SamplePerson } from './sample-people.ts';

export type Samples = {
  /**
   * Fills an installation that nobody but the caller uses with sample people and organizations.
   *
   * @throws AppError `samples_present` when there is anybody else, or an organization
   */
  load(actor: Actor): Promise<{ users: number; organizations: number }>;
};

const day = 24 * 60 * 60_000;

export function createSamples(foundation: Foundation): Samples {
  return {
    load: (actor) =>
      auditedTransaction(foundation, actor, async (tx) => {
        await refuseInhabited(tx, actor);
        const now = foundation.clock();
        const organizations = await addOrganizations(tx, now);
        const people = samplePeople();
        const writes = await withinLicences(tx, people.map((person) => toWrite(person, organizations, now)));
        await writeUsers(tx, actor, writes, now.toISOString());
        await addHistory(tx, people, writes, now);
        const loaded = { users: writes.length, organizations: organizations.size };
        await tx.audit([{ table: 'settings', recordId: 'installation', recordLabel: 'Sample data', action: 'samples.load', before: null, after: loaded }]);
        return loaded;
      }),
  };
}

async function refuseInhabited(tx: AuditedTransaction, actor: Actor): Promise<void> {
  const other = await tx.db.selectFrom('users').select('id').where('deleted_at', 'is', null).where('id', '<>', actor.id ?? '').limit(1).executeTakeFirst();
  const organization = await tx.db.selectFrom('organizations').select('id').where('deleted_at', 'is', null).limit(1).executeTakeFirst();
  if (other || organization) throw new AppError('conflict', 'Sample data is only for an installation that nobody else uses.', { reason: 'samples_present' });
}

async function addOrganizations(tx: AuditedTransaction, now: Date): Promise<Map<string, string>> {
  const at = now.toISOString();
  const organizations = companies.flatMap(({ name, slug, description }) => (slug === null ? [] : { id: uuidv7(now), name, slug, description }));
  await tx.db
    .insertInto('organizations')
    .values(organizations.map(({ id, name, slug, description }) => ({ id, slug, slug_key: foldKey(slug), name, name_key: foldKey(name), search_text: `${foldSearch(name)}\n${foldSearch(slug)}`, description, created_at: at, updated_at: at, deleted_at: null })))
    .execute();
  await tx.audit(organizations.map(({ id, name, slug, description }) => ({ table: 'organizations', recordId: id, recordLabel: name, action: 'organizations.create', before: null, after: { name, slug, description } })));
  return new Map(organizations.map(({ slug, id }) => [slug, id]));
}

function toWrite({ state, organization }: SamplePerson, organizations: ReadonlyMap<string, string>, now: Date): UserWrite {
  const organizationId = organization === null ? undefined : organizations.get(organization.slug);
  const after: UserState = { ...state, organizations: organization === null || organizationId === undefined ? [] : [{ organizationId, role: organization.role }] };
  return { action: 'create', id: uuidv7(now), before: null, after };
}

/** L2: those for whom no licence is left get free access. */
async function withinLicences(tx: AuditedTransaction, writes: readonly UserWrite[]): Promise<UserWrite[]> {
  let { free } = await countSeats(tx.db);
  return writes.map((write) => {
    if (free === null || !takesLicence(write.after)) return write;
    free -= 1;
    return free >= 0 ? write : { ...write, after: { ...write.after, platformRole: 'unlicensed' } };
  });
}

/** When they came and were last seen: what nobody can write, and only time gives to real people. */
async function addHistory(tx: AuditedTransaction, people: readonly SamplePerson[], writes: readonly UserWrite[], now: Date): Promise<void> {
  const ago = (days: number): string => new Date(now.getTime() - days * day).toISOString();
  const rows = people.map(({ lastActiveDaysAgo, createdDaysAgo, mfaEnabled }, index) => ({
    id: writes[index]?.id,
    last_active_at: lastActiveDaysAgo === null ? null : ago(lastActiveDaysAgo),
    created_at: ago(createdDaysAgo),
    mfa_enabled: mfaEnabled,
  }));
  const incoming = rowsFromJson(tx.kind, 'incoming', { id: 'text', last_active_at: 'text', created_at: 'text', mfa_enabled: 'integer' }, rows);
  await sql`
    update users set last_active_at = incoming.last_active_at, created_at = incoming.created_at, mfa_enabled = incoming.mfa_enabled
    from ${incoming} where users.id = incoming.id
  `.execute(tx.db);
}
