import { createRequire } from 'node:module';

/** The API of `node:sqlite`; `@photostructure/sqlite` has the same. */
export type SqliteBinding = typeof import('node:sqlite');

/** Which of the two packages is loaded: the one of the runtime, or the N-API prebuild with the same API. */
export type SqliteBindingName = 'node:sqlite' | '@photostructure/sqlite';

/**
 * The one place that loads SQLite: `node:sqlite` where the runtime has it, else `@photostructure/sqlite`
 * (Electron with Node 20). Both loads are invisible to bundlers on purpose: one is built in, the other native.
 *
 * @param name forces one of the two; without it the runtime's own is preferred.
 * @throws Error when `node:sqlite` is forced on a runtime that lacks it.
 */
export function loadSqliteBinding(name?: SqliteBindingName): SqliteBinding {
  if (name !== '@photostructure/sqlite') {
    const builtIn = process.getBuiltinModule('node:sqlite') as SqliteBinding | undefined;
    if (builtIn) return builtIn;
    if (name === 'node:sqlite') throw new Error(`This runtime (Node ${process.versions.node}) has no node:sqlite.`);
  }
  return createRequire(import.meta.url)('@photostructure/sqlite') as SqliteBinding;
}
