import type { FastifyInstance } from 'fastify';
import { AppError } from '#shared/errors.ts';
import { migrationStatus } from '../db/migrate.ts';
import { migrations } from '../db/migrations/index.ts';
import type { Foundation } from '../foundation.ts';

/** `/healthz`: the process is alive. `/readyz`: the database answers and has this version's schema. */
export function registerHealth(app: FastifyInstance, { database }: Foundation, isStopping: () => boolean): void {
  app.get('/healthz', async () => ({ status: 'alive' }));
  app.get('/readyz', async () => {
    if (isStopping()) throw new AppError('unavailable', 'The server is shutting down.', { reason: 'shutting_down' });
    const { pending, unknown } = await migrationStatus(database, migrations);
    if (pending.length > 0 || unknown.length > 0) throw new AppError('unavailable', 'The database has the schema of another version.');
    return { status: 'ready' };
  });
}
