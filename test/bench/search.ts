import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { foldSearch } from '#shared/text.ts';
import type { DatabaseSettings } from '../../server/db/database.ts';
import type { Bench } from './bench.ts';
import { percentile, rounded, roundedSummary, say, summarize } from './measuring.ts';
import { openPlace } from './places.ts';

const fragments = ['lovelace', 'turing', 'zoe', 'garc', 'p1234', 'hopper', 'ostergaard', 'company', 'e000012', 'novak', 'noor h', 'nobody-has-this'];

/** The bare question in the engine's own terms, first hundred by name. */
async function openEngine(settings: DatabaseSettings): Promise<{ ask(fragment: string): Promise<number>; close(): Promise<void> }> {
  if (settings.kind === 'sqlite') {
    const database = new DatabaseSync(settings.file, { readOnly: true });
    const statement = database.prepare('select * from users where rowid in (select rowid from users_search where users_search match ?) and deleted_at is null order by sort_name, id limit 101');
    return {
      ask: (fragment) => { const start = performance.now(); statement.all(`"${fragment}"`); return Promise.resolve(performance.now() - start); },
      close: () => { database.close(); return Promise.resolve(); },
    };
  }
  const client = new pg.Client({ connectionString: settings.url });
  await client.connect();
  return {
    ask: async (fragment) => {
      const start = performance.now();
      await client.query('select * from users where search_text like $1 and deleted_at is null order by sort_name, id limit 101', [`%${fragment}%`]);
      return performance.now() - start;
    },
    close: () => client.end(),
  };
}

export const searchBench: Bench = {
  name: 'search',
  summary: 'Searches of fragments of names among all people; peer: the engine’s own question for the same page.',
  run: async ({ kind, rows, pairs }) => {
    const place = await openPlace(kind);
    try {
      const server = await place.server(rows);
      const engine = await openEngine(server.settings);
      const product: number[] = [];
      const peer: number[] = [];
      const ratios: number[] = [];
      for (let round = 0; round <= pairs; round += 1) {
        const ours: number[] = [];
        const theirs: number[] = [];
        for (const fragment of fragments) {
          const start = performance.now();
          await server.client.call('users.list', { q: fragment, limit: 100 });
          ours.push(performance.now() - start);
          theirs.push(await engine.ask(foldSearch(fragment)));
        }
        // The first round warms both.
        if (round === 0) continue;
        product.push(...ours);
        peer.push(...theirs);
        ratios.push(percentile(ours, 0.95) / percentile(theirs, 0.95));
        say(`round ${round}: p95 ${percentile(ours, 0.95).toFixed(1)} ms, engine ${percentile(theirs, 0.95).toFixed(1)} ms`);
      }
      await engine.close();
      await server.stop();
      return { database: kind, people: rows, p95Ms: rounded(percentile(product, 0.95)), peerP95Ms: rounded(percentile(peer, 0.95)), ratio: roundedSummary(summarize(ratios)), promise: 1.5 };
    } finally {
      await place.end();
    }
  },
};
