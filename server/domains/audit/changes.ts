import type { Foundation } from '../../foundation.ts';
import { readHead } from './audit.store.ts';

/** What live screens are told of an audit entry: where something changed, not what. */
export type Change = { sequence: number; table: string; recordId: string; action: string; actorId: string | null };

export type Changes = {
  /** The number of the last entry. */
  head(): Promise<number>;
  /** Changes after an entry, oldest first. Many who ask the same at the same time share one statement. */
  after(sequence: number, limit: number): Promise<readonly Change[]>;
};

export function createChanges({ database }: Foundation): Changes {
  const running = new Map<string, Promise<readonly Change[]>>();
  const read = (sequence: number, limit: number): Promise<readonly Change[]> =>
    database.db
      .selectFrom('audit_entries')
      .select(['sequence', 'table_name as table', 'record_id as recordId', 'action', 'actor_id as actorId'])
      .where('sequence', '>', sequence)
      .orderBy('sequence')
      .limit(limit)
      .execute();
  return {
    head: async () => (await readHead(database.db)).sequence,
    after: (sequence, limit) => {
      const key = `${sequence} ${limit}`;
      const present = running.get(key);
      if (present) return present;
      const reading = read(sequence, limit).finally(() => running.delete(key));
      running.set(key, reading);
      return reading;
    },
  };
}
