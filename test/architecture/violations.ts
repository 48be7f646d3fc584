/** A file tree: content by path. */
export type Tree = Record<string, string>;

/** A deliberate violation of one import rule: the files that make it, and the import that must be caught. */
export interface Violation {
  rule: string;
  files: Tree;
  from: string;
  to: string;
}

const empty = 'export const nothing = null;\n';

function violation(rule: string, from: string, specifier: string, to: string, more: Tree = {}): Violation {
  return { rule, from, to, files: { [from]: `import '${specifier}';\n`, ...more } };
}

/** Stand-ins for installed packages and the alias of shared/. */
export const surroundings: Tree = {
  'package.json': JSON.stringify({
    type: 'module',
    imports: { '#shared/*': './shared/*' },
    dependencies: { axios: '1', keytar: '1', pg: '1', zod: '1', fastify: '1' },
    devDependencies: { electron: '1', vitest: '1' },
  }),
  ...Object.fromEntries(
    ['axios', 'electron', 'fastify', 'keytar', 'pg', 'vitest', 'zod'].flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
      [`node_modules/${name}/index.js`, 'module.exports = {};\n'],
    ]),
  ),
};

/** Every kind of import that the rules allow. */
export const lawful: Tree = {
  'shared/schemas/user.ts': "import { z } from 'zod';\nexport const user = z;\n",
  'shared/client.ts': "import type { AxiosInstance } from 'axios';\nexport type Client = AxiosInstance;\n",
  'renderer/app/shell.tsx': "import { page } from '../features/users/page.tsx';\nexport const shell = <main>{page}</main>;\n",
  'renderer/features/users/page.tsx':
    "import { user } from '#shared/schemas/user.ts';\nimport { grid } from '../../ui/grid.tsx';\nexport const page = <p>{grid}{user}</p>;\n",
  'renderer/ui/grid.tsx': 'export const grid = <table />;\n',
  'electron/main/index.ts': "import { app } from 'electron';\nimport { vault } from '../vault/vault.ts';\nexport { app, vault };\n",
  'electron/preload/index.ts':
    "import { contextBridge } from 'electron';\nimport { user } from '#shared/schemas/user.ts';\nexport { contextBridge, user };\n",
  'electron/vault/vault.ts': "import keytar from 'keytar';\nexport const vault = keytar;\n",
  'server/domains/users/users.store.ts': "import { database } from '../../db/database.ts';\nexport const store = database;\n",
  'server/domains/users/users.service.ts': "import { store } from './users.store.ts';\nexport const service = store;\n",
  'server/domains/plans/plans.service.ts':
    "import { service } from '../users/users.service.ts';\nexport const plans = service;\n",
  'server/db/database.ts': "import pg from 'pg';\nexport const database = pg;\n",
};

export const violations: Violation[] = [
  {
    rule: 'no-cycles',
    from: 'server/plans/first.ts',
    to: 'server/plans/second.ts',
    files: {
      'server/plans/first.ts': "import type { Second } from './second.ts';\nexport type First = Second | null;\n",
      'server/plans/second.ts': "import type { First } from './first.ts';\nexport type Second = First | null;\n",
    },
  },
  violation('resolvable', 'server/app.ts', './absent.ts', './absent.ts'),
  violation('renderer-imports-shared', 'renderer/app/a.ts', '../../electron/api/b.ts', 'electron/api/b.ts', {
    'electron/api/b.ts': empty,
  }),
  violation('renderer-has-no-node', 'renderer/app/a.ts', 'node:fs', 'fs'),
  violation('renderer-has-no-network', 'renderer/app/a.ts', 'axios', 'node_modules/axios/index.js'),
  violation('electron-imports-shared', 'electron/api/a.ts', '../../server/app.ts', 'server/app.ts', {
    'server/app.ts': empty,
  }),
  violation('server-imports-shared', 'server/app.ts', '../electron/files/a.ts', 'electron/files/a.ts', {
    'electron/files/a.ts': empty,
  }),
  {
    rule: 'shared-imports-nobody',
    from: 'shared/a.ts',
    to: 'server/b.ts',
    files: { 'shared/a.ts': "import type { B } from '../server/b.ts';\nexport type A = B;\n", 'server/b.ts': 'export type B = null;\n' },
  },
  violation('shared-runs-anywhere', 'shared/a.ts', 'node:path', 'path'),
  {
    rule: 'electron-in-main-and-preload',
    from: 'electron/files/a.ts',
    to: 'node_modules/electron/index.js',
    files: { 'electron/files/a.ts': "import type { App } from 'electron';\nexport type Application = App;\n" },
  },
  violation('preload-is-the-bridge', 'electron/preload/index.ts', 'zod', 'node_modules/zod/index.js'),
  violation('features-are-independent', 'renderer/features/users/a.ts', '../plans/b.ts', 'renderer/features/plans/b.ts', {
    'renderer/features/plans/b.ts': empty,
  }),
  violation('features-do-not-import-app', 'renderer/features/users/a.ts', '../../app/b.ts', 'renderer/app/b.ts', {
    'renderer/app/b.ts': empty,
  }),
  violation('ui-knows-no-domain', 'renderer/ui/a.ts', '../features/users/b.ts', 'renderer/features/users/b.ts', {
    'renderer/features/users/b.ts': empty,
  }),
  violation(
    'stores-are-private',
    'server/domains/audit/audit.service.ts',
    '../users/users.store.ts',
    'server/domains/users/users.store.ts',
    { 'server/domains/users/users.store.ts': empty },
  ),
  violation('drivers-in-db', 'server/domains/users/users.store.ts', 'pg', 'node_modules/pg/index.js'),
  violation('keychain-in-vault', 'electron/api/a.ts', 'keytar', 'node_modules/keytar/index.js'),
  violation('no-development-packages', 'server/app.ts', 'vitest', 'node_modules/vitest/index.js'),
  violation('no-imports-of-tests', 'server/app.ts', './b.test.ts', 'server/b.test.ts', { 'server/b.test.ts': empty }),
];
