import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { canonicalJson } from '#shared/canonical.ts';
import type { Schema } from '../db/schema.ts';
import { actingActions, type PlanCounts } from './counting.ts';
import { nextRows, type StoredRow } from './plan-rows.store.ts';
import type { Brake } from './brake.ts';
import type { Seats } from './seats.ts';

export const planFormat = 'quarterdeck-plan/1';
const portion = 2_000;

/** What the seal covers beside the rows. */
export type SealedHeader = {
  id: string;
  mode: string;
  title: string;
  bulk: unknown;
  options: unknown;
  files: { name: string; sha256: string; size: number; rows: number }[];
  counts: PlanCounts;
  brake: Brake;
  seats: Seats;
  computedAt: string;
  expiresAt: string;
  createdAt: string;
  createdBy: { id: string; name: string };
  undoes: string | null;
};

/** A row of the canonical form: only rows that change somebody are in it. */
export type SealedEntry = {
  number: number;
  action: string;
  userId: string | null;
  version: number | null;
  name: string;
  loses: boolean;
  changes: unknown;
};

export const sealedEntry = (row: StoredRow): SealedEntry => ({
  number: row.number,
  action: row.action ?? '',
  // A new person has no id before the plan is applied, and the seal must hold afterwards too.
  userId: row.action === 'create' ? null : row.user_id,
  version: row.user_version,
  name: row.label ?? '',
  loses: row.loses === 1,
  changes: row.changes === null ? [] : JSON.parse(row.changes),
});

/**
 * M15: the canonical form of a plan in pieces, entries first because `entries` sorts before `format` and `plan`. It is
 * one line of JSON with sorted keys; its SHA-256 is the plan's hash.
 */
export async function* canonicalForm(db: Kysely<Schema>, planId: string, header: SealedHeader): AsyncGenerator<string> {
  yield '{"entries":[';
  let after = 0;
  for (let first = true; ; ) {
    const rows = (await nextRows(db, planId, actingActions, after, portion));
    const acting = rows.filter((row) => row.set_aside === 0);
    if (acting.length > 0) {
      yield `${first ? '' : ','}${acting.map((row) => canonicalJson(sealedEntry(row))).join(',')}`;
      first = false;
    }
    if (rows.length < portion) break;
    after = rows.at(-1)!.number;
  }
  yield `],"format":${canonicalJson(planFormat)},"plan":${canonicalJson(header)}}`;
}

/** SHA-256 over the canonical form, in hexadecimal. */
export async function hashOfForm(pieces: AsyncIterable<string>): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

/** The text that the server's Ed25519 key signs for a plan (M15). */
export const signedText = (planId: string, hash: string): string => canonicalJson({ format: planFormat, hash, plan: planId });
