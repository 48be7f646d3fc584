import type { OutputOf } from '#shared/contract/index.ts';
import { transaction } from '../../db/transaction.ts';
import type { Foundation } from '../../foundation.ts';
import { countSeats } from '../licences/count-seats.ts';
import { countOrganizations, countPeople, entriesBefore, lastActiveByDay } from './overview.store.ts';

const day = 24 * 60 * 60_000;
/** L6: active means any action within so many days; the chart shows as many. */
const days = 30;

export type Overview = { get(): Promise<OutputOf<'overview.get'>> };

/** L6: the figures of the overview, all of one moment. */
export function createOverview({ database, clock }: Foundation): Overview {
  return {
    get: () =>
      transaction(
        database,
        async (snapshot) => {
          const now = clock();
          const people = await countPeople(snapshot, new Date(now.getTime() - days * day).toISOString());
          const organizations = await countOrganizations(snapshot);
          const licences = await countSeats(snapshot);
          const dates = lastDays(now);
          const active = await lastActiveByDay(snapshot, `${dates[0]}T00:00:00.000Z`);
          const changes = await changesByDay(dates, (moments) => entriesBefore(snapshot, database.kind, moments));
          return {
            ...people,
            licensed: licences.used,
            organizations,
            // S1: there are no workspaces yet.
            workspaces: { active: 0, archived: 0 },
            licences,
            activity: dates.map((date) => ({ day: date, people: active.get(date) ?? 0, changes: changes.get(date) ?? 0 })),
            samplesOffered: people.users <= 1 && organizations === 0,
          };
        },
        // Counts everybody: off the event loop.
        { heavy: true, readOnly: true },
      ),
  };
}

/** The UTC dates of the chart, oldest first, today last. */
function lastDays(now: Date): string[] {
  return Array.from({ length: days }, (_, index) => new Date(now.getTime() - (days - 1 - index) * day).toISOString().slice(0, 10));
}

async function changesByDay(dates: readonly string[], countBefore: (moments: readonly string[]) => Promise<Map<string, number>>): Promise<Map<string, number>> {
  const begin = (date: string): string => `${date}T00:00:00.000000Z`;
  const end = (date: string): string => begin(new Date(Date.parse(date) + day).toISOString().slice(0, 10));
  const before = await countBefore([...dates.map(begin), ...dates.slice(-1).map(end)]);
  return new Map(dates.map((date) => [date, (before.get(end(date)) ?? 0) - (before.get(begin(date)) ?? 0)]));
}
