import { permits, type Permission } from '#shared/permissions.ts';
import type { Principal } from '../actor.ts';
import type { Change } from '../domains/audit/changes.ts';
import type { Announcement } from '../feed.ts';

/** Who hears of changes in a table: those who may read what is in it. */
export const changeReaders: Readonly<Record<string, Permission>> = {
  users: 'users:reader',
  organizations: 'organizations:reader',
  plans: 'imports:reader',
  settings: 'settings:reader',
};

/** Who hears of what is announced. */
export const announcementEvents: Readonly<Record<Announcement['event'], Permission>> = { 'plan.progress': 'imports:reader' };

/** A table that is not listed, such as tokens, is heard of by those who may read the audit log, and by whoever did it. */
export function hearsOfChange({ actor }: Principal, change: Change): boolean {
  return permits(actor.grants, changeReaders[change.table] ?? 'audit_log:reader') || change.actorId === actor.id;
}

export function hearsAnnouncement({ actor }: Principal, { event }: Announcement): boolean {
  return permits(actor.grants, announcementEvents[event]);
}

/** Whether a change may have taken or given access to this listener, who then has to be authenticated anew. */
export function touchesAccess({ actor, token }: Principal, { table, recordId }: Change): boolean {
  return recordId === actor.id || recordId === token.id || table === 'settings' || table === 'roles';
}
