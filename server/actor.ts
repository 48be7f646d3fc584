import type { Grants } from '#shared/permissions.ts';
import type { PlatformRole } from '#shared/roles.ts';

/** The program that a request came from, as the audit log records it (A2). */
export type Client = { name: string; version: string; address: string };

/** A2: where a change came from. */
export type Source = 'user' | 'system' | 'webhook' | 'scim' | 'import';

/**
 * Who acts, as guards and the audit log see them. A person's request, a job of the server (`id` null) and a plan
 * being applied all act as one of these; `grants` are the effective ones, already cut to the token's scope (X5).
 */
export type Actor = {
  id: string | null;
  name: string;
  email: string;
  platformRole: PlatformRole;
  grants: Grants;
  source: Source;
  /** Plan id, job name or upstream event id. */
  sourceReference: string | null;
  requestId: string | null;
  client: Client | null;
};

/** How a request was authenticated: the one result of `authenticate`, whatever the credential (api.md). */
export type Principal = {
  actor: Actor & { id: string };
  via: 'local' | 'token';
  /** `scope`: the permissions that the token is limited to, null when it has all of its owner's (X5). */
  token: { id: string; name: string; expiresAt: string; scope: readonly string[] | null };
};
