import { AppError } from '#shared/errors.ts';
import { email as emailSchema, username as usernameSchema } from '#shared/schemas/users.ts';
import { foldKey } from '#shared/text.ts';
import type { Actor } from '../../actor.ts';
import type { Foundation } from '../../foundation.ts';
import { uuidv7 } from '../../identifiers.ts';
import { auditedTransaction, type AuditedTransaction } from '../audit/audited-transaction.ts';
import { superadminState, systemActor } from '../session/first-superadmin.ts';
import { makePasswordLink } from '../session/one-time-links.ts';
import { hashPassword, temporaryPassword } from '../session/passwords.ts';
import { issueToken } from '../session/tokens.service.ts';
import type { UserState } from './user-state.ts';
import { actionOf } from './user-transitions.ts';
import { writeUsers } from './user-writes.ts';
import { loadUsers } from './user.store.ts';

export type BreakGlassResult = {
  username: string;
  made: boolean;
  temporaryPassword: string;
  token: string;
  tokenExpiresAt: string;
  link: string | null;
};

const tokenLife = 24 * 60 * 60_000;

/**
 * X7: makes a person superadmin who can sign in, whatever they were before, or makes them when there is nobody of that
 * name. Their other ways in stay as they are.
 *
 * @throws AppError `invalid_input` for a name or address that cannot be one.
 */
export async function breakGlass(foundation: Foundation, wanted: { username: string; email: string | undefined; link: boolean; operator: string }): Promise<BreakGlassResult> {
  const actor: Actor = systemActor(`Break glass (${wanted.operator})`, 'break-glass', { requestId: null, client: { name: 'break-glass', version: '', address: wanted.operator } });
  const password = temporaryPassword();
  const passwordHash = await hashPassword(password);
  return auditedTransaction(foundation, actor, async (tx) => {
    const now = foundation.clock();
    const person = await makeSuperadmin(tx, actor, wanted, passwordHash, now);
    const issued = await issueToken(tx, person, { kind: 'api', name: 'Break glass', scope: null, expiresAt: new Date(now.getTime() + tokenLife).toISOString() }, now);
    const { id, name, scope, expiresAt } = issued.record;
    await tx.audit([{ table: 'tokens', recordId: id, recordLabel: name, action: 'tokens.create', before: null, after: { name, scope, expiresAt, ownerId: person.id } }]);
    const link = wanted.link ? (await makePasswordLink(tx.db, foundation.publicUrl(), person.id, now)).url : null;
    return { username: person.username, made: person.made, temporaryPassword: password, token: issued.token, tokenExpiresAt: expiresAt, link };
  });
}

type Person = { id: string; name: string; username: string; made: boolean };

async function makeSuperadmin(tx: AuditedTransaction, actor: Actor, wanted: { username: string; email: string | undefined }, passwordHash: string, now: Date): Promise<Person> {
  const found = await tx.db.selectFrom('users').select('id').where('username_key', '=', foldKey(wanted.username)).where('deleted_at', 'is', null).executeTakeFirst();
  const [before = null] = found ? await loadUsers(tx.db, tx.kind, [found.id]) : [];
  const after: UserState = before
    ? { ...before.state, platformRole: 'superadmin', formerRole: null, deactivatedBy: null, kind: 'person', mustResetPassword: true }
    : { ...superadminState({ ...checkedNames(wanted), displayName: '', locale: 'en' }), mustResetPassword: true };
  const id = before?.id ?? uuidv7(now);
  await writeUsers(tx, actor, [{ action: actionOf(before?.state ?? null, after) ?? 'update', id, before, after, passwordHash }], now.toISOString());
  return { id, name: after.displayName, username: after.username, made: before === null };
}

function checkedNames({ username, email = `${username}@this-server.invalid` }: { username: string; email: string | undefined }): { username: string; email: string } {
  const name = usernameSchema.safeParse(username);
  const address = emailSchema.safeParse(email);
  if (name.success && address.success) return { username: name.data, email: address.data };
  throw new AppError('invalid_input', name.success ? '--email is not an email address.' : '--username cannot be a username.');
}
