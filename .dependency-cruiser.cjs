// The import rules of docs/architecture.md. test/architecture proves that each of them catches its violation.
'use strict';

const tests = String.raw`\.(test|spec)\.tsx?$`;

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const forbidden = [
  {
    name: 'no-cycles',
    comment: 'A cycle has no bottom to read from; types count too.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'resolvable',
    comment: 'Every import leads to a file or to an installed package.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'renderer-imports-shared',
    comment: 'renderer → shared, and nothing else of ours.',
    severity: 'error',
    from: { path: '^renderer/' },
    to: { path: '^[^./]+', pathNot: '^(renderer|shared|node_modules)/', dependencyTypesNot: ['core'] },
  },
  {
    name: 'renderer-has-no-node',
    comment: 'The renderer is sandboxed (C1): no Node and no network of its own.',
    severity: 'error',
    from: { path: '^renderer/', pathNot: tests },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'renderer-has-no-network',
    comment: 'The renderer reaches servers through the bridge only (C1).',
    severity: 'error',
    from: { path: '^renderer/' },
    to: { path: '^node_modules/(axios|fastify|undici)/' },
  },
  {
    name: 'electron-imports-shared',
    comment: 'electron → shared: it starts the server as a program and never imports it.',
    severity: 'error',
    from: { path: '^electron/', pathNot: tests },
    to: { path: '^[^./]+', pathNot: '^((electron|shared|node_modules)/|resources/icon\\.png$|package\\.json$)', dependencyTypesNot: ['core'] },
  },
  {
    name: 'server-imports-shared',
    comment: 'server → shared, and nothing else of ours.',
    severity: 'error',
    from: { path: '^server/', pathNot: tests },
    to: { path: '^[^./]+', pathNot: '^((server|shared|node_modules)/|package\\.json$)', dependencyTypesNot: ['core'] },
  },
  {
    name: 'shared-imports-nobody',
    comment: 'Everyone imports shared/, so it imports nobody, not even a type.',
    severity: 'error',
    from: { path: '^shared/', pathNot: tests },
    to: { path: '^(electron|renderer|server|scripts|test)/' },
  },
  {
    name: 'shared-runs-anywhere',
    comment: 'Every side has zod; of other packages shared/ may know types, which are gone when it runs.',
    severity: 'error',
    from: { path: '^shared/', pathNot: tests },
    to: { pathNot: '^(shared|node_modules/zod)/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'electron-in-main-and-preload',
    comment: 'The rest of electron/ is plain Node: it runs in workers and in tests.',
    severity: 'error',
    from: { pathNot: '^(electron/(main|preload)|scripts/electron-runtime)/' },
    to: { path: '^(electron$|electron/(main|renderer|common)$|node_modules/electron/)' },
  },
  {
    name: 'preload-is-the-bridge',
    comment: 'A sandboxed preload sees Electron and the shared types.',
    severity: 'error',
    from: { path: '^electron/preload/', pathNot: tests },
    to: { pathNot: '^(electron/preload/|shared/|electron$|node_modules/electron/)' },
  },
  {
    name: 'features-are-independent',
    comment: 'A feature never imports another; app/ composes them.',
    severity: 'error',
    from: { path: '^renderer/features/([^/]+)/' },
    to: { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
  },
  {
    name: 'features-do-not-import-app',
    comment: 'app/ composes features, so it lies above them.',
    severity: 'error',
    from: { path: '^renderer/features/' },
    to: { path: '^renderer/app/' },
  },
  {
    name: 'ui-knows-no-domain',
    comment: 'ui/ is theme, grid, forms, dialogs and states.',
    severity: 'error',
    from: { path: '^renderer/(ui|i18n)/', pathNot: tests },
    to: { path: '^renderer/(features|app)/' },
  },
  {
    name: 'stores-are-private',
    comment: "A noun's service may call another noun's service, never its store.",
    severity: 'error',
    from: { path: '^server/domains/([^/]+)/' },
    to: { path: String.raw`^server/domains/[^/]+/.*\.store\.ts$`, pathNot: '^server/domains/$1/' },
  },
  {
    name: 'drivers-in-db',
    comment: 'Only server/db knows which database there is.',
    severity: 'error',
    from: { pathNot: '^(server/db|test)/' },
    to: { path: '^((node:)?sqlite$|node_modules/(pg|pg-cursor|@types/pg|@photostructure/sqlite)/)' },
  },
  {
    name: 'keychain-in-vault',
    comment: 'Credentials go through the vault (C3) and the process that holds the keychain for it.',
    severity: 'error',
    from: { pathNot: '^electron/(vault|workers)/' },
    to: { path: '^node_modules/keytar/' },
  },
  {
    name: 'no-development-packages',
    comment: 'What is shipped depends on `dependencies` only; Electron itself is the exception.',
    severity: 'error',
    from: { path: '^(electron|renderer|server|shared)/', pathNot: [tests, '/testing/'] },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: '^node_modules/(electron|@types)/' },
  },
  {
    name: 'no-imports-of-tests',
    comment: 'What tests share lives in test/support.',
    severity: 'error',
    from: {},
    to: { path: tests },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden,
  options: {
    // TypeScript 7 has no API that the cruiser could parse with; without swc it would see no module at all.
    parser: 'swc',
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: '^(out|dist|coverage)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json'],
    },
  },
};
