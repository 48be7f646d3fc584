import type { z } from 'zod';
import type { AuditEntry, auditPage } from '#shared/schemas/server.ts';
import { fromCursor, toCursor } from '../../cursor.ts';
import type { Foundation } from '../../foundation.ts';
import { entriesOfRecord } from './audit.store.ts';
import type { ChainEntry } from './chain.ts';

/** What happened to one record, for the Activity tab of any noun. */
export type Activity = {
  /** A page of its entries, newest first. */
  ofRecord(table: string, recordId: string, paging: { limit: number; cursor?: string | undefined }): Promise<z.output<typeof auditPage>>;
};

const countedExactly = 10_000;
const newestFirst = '-sequence';

export function createActivity({ database }: Foundation): Activity {
  return {
    ofRecord: async (table, recordId, { limit, cursor }) => {
      const position = fromCursor(cursor);
      const before = position === undefined ? null : Number(position.values[0]);
      // One more than shown tells whether there is a next page.
      const { entries, count } = await entriesOfRecord(database.db, { table, recordId, before, limit: limit + 1, countAtMost: countedExactly + 1 });
      const shown = entries.slice(0, limit);
      const last = shown.at(-1);
      return {
        items: shown.map(toAuditEntry),
        nextCursor: entries.length > limit && last ? toCursor({ sort: newestFirst, values: [last.sequence] }) : null,
        total: { count: Math.min(count, countedExactly), exact: count <= countedExactly },
      };
    },
  };
}

/** Salts and commitments stay in the log: they would let a reader of the tab guess at erased values (A4). */
function toAuditEntry({ salts: _salts, commitments: _commitments, previousHash: _previousHash, ...entry }: ChainEntry): AuditEntry {
  return {
    ...entry,
    actor: { ...entry.actor, name: nameThenKnown(entry.actor.name, entry.actor.id) },
    onBehalfOf: entry.onBehalfOf && { ...entry.onBehalfOf, name: nameThenKnown(entry.onBehalfOf.name, entry.onBehalfOf.id) },
    recordLabel: nameThenKnown(entry.recordLabel, entry.recordId),
  };
}

/** A6: the name that was known then; when it was erased, what is left to tell people apart by. */
const nameThenKnown = (name: string, id: string | null): string => (name === '' && id !== null ? `Unknown (${id.slice(0, 8)}…)` : name);
