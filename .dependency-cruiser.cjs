/** Who may import whom: services know no other service, rules know no I/O, and nothing that runs in production knows the local servers. */
const { globSync } = require('node:fs');
const { dirname } = require('node:path');

/** Folders with an index.ts below a src, which is what others may import of them. */
const withDoor = globSync('{packages,services}/*/src/*/**/index.ts', { cwd: __dirname }).map((door) => dirname(door));

const throughItsDoor = (folder) => ({
  name: 'through-the-door',
  comment: `What is outside of ${folder} imports its index.ts; unit tests may import the file that they test.`,
  severity: 'error',
  from: { pathNot: `^(${folder}/|[^/]+/[^/]+/test/|test/)` },
  to: { path: `^${folder}/(?!index\\.ts$)` },
});

module.exports = {
  forbidden: [
    ...withDoor.map(throughItsDoor),
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'services-are-strangers',
      comment: 'Services meet over HTTP, events and the saga; what they share is in packages/contracts.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'packages-below-services',
      comment: 'The catalog client alone knows what services declare of their API, as types.',
      severity: 'error',
      from: { path: '^packages/', pathNot: '^packages/catalog-client/src/operations\\.ts$' },
      to: { path: '^services/' },
    },
    {
      name: 'client-knows-apis-as-types',
      severity: 'error',
      from: { path: '^packages/catalog-client/src/operations\\.ts$' },
      to: { path: '^services/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'contracts-do-no-io',
      severity: 'error',
      from: { path: '^packages/contracts/src' },
      to: { pathNot: '^(packages/contracts/src|node_modules/typebox|crypto|node:crypto)' },
    },
    {
      name: 'rules-are-pure',
      comment: 'A rules file may know contracts and its own API schemas (as types), nothing that reads or writes.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/rules/.*\\.ts$' },
      to: {
        path: '(^packages/(postgres|event-bus|saga-worker|http|observability)|/handlers\\.ts$|/main\\.ts$)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'production-knows-no-local-servers',
      severity: 'error',
      from: { path: '^(services/[^/]+/src|packages/(?!backing-services|local-runtime)[^/]+/src)' },
      to: { path: '^packages/(backing-services|local-runtime)' },
    },
    { name: 'src-knows-no-tests', severity: 'error', from: { path: '/src/' }, to: { path: '(^test/|/test/)' } },
    { name: 'only-declared-packages', severity: 'error', from: { path: '/src/' }, to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)node_modules/(?!typebox)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
    },
  },
};
