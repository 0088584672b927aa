// What the linter holds the code to: types that are never bypassed, promises that are never forgotten, one way of importing.
import tseslint from 'typescript-eslint';
import { capitalLogMessage } from './tools/lint/capital-log-message.ts';
import { fileNamedAfterExport } from './tools/lint/file-named-after-export.ts';
import { noLookUpByText } from './tools/lint/no-look-up-by-text.ts';

/** They hold several things about one subject, which gives them their name. */
const namedForTheirSubject = [
  'charts/all-charts.ts',
  'charts/schemas/all-schemas.ts',
  'packages/backing-services/src/containers/container-images.ts',
  'packages/backing-services/src/health/probes.ts',
  'packages/backing-services/src/install/prerequisites.ts',
  'packages/backing-services/src/servers/java.ts',
  'packages/catalog-client/src/operations.ts',
  'packages/contracts/src/refusals.ts',
  'packages/contracts/src/schema.ts',
  'packages/contracts/src/services/manifest.ts',
  'packages/contracts/src/services/queries.ts',
  'packages/local-runtime/src/home/endpoints-file.ts',
  'packages/local-runtime/src/journey/journey-checks.ts',
  'packages/local-runtime/src/services.ts',
  'packages/postgres/src/outbox/outbox-batch.ts',
  'packages/postgres/src/outbox/outbox-housekeeping.ts',
  'packages/transfer/src/file/csv-cell.ts',
  'services/identity-service/src/tokens/access-tokens.ts',
  'services/offering-service/src/offering-bodies.ts',
  'services/store-service/src/rules/query/search-cost.ts',
  'services/web-ui/src/api/clients.ts',
  'services/web-ui/src/catalog/actions/actions.ts',
  'services/web-ui/src/catalog/editor/thing-fields.tsx',
  'services/web-ui/src/catalog/transfer/transfer-limits.ts',
  'services/web-ui/src/server/session/token-cookies.ts',
  'services/web-ui/src/session-cookies.ts',
  'services/web-ui/src/store/choices.ts',
  'services/web-ui/src/store/ranges.ts',
];

export default tseslint.config(
  { ignores: ['**/node_modules/', '.catalog/', 'coverage/', '**/.next/', '**/next-env.d.ts', '**/*.cjs', '**/*.mjs', 'eslint.config.js'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowNullish: true }],
      '@typescript-eslint/require-await': 'off',
      // Nothing here hangs on `this`: objects are closures.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
      'max-len': ['error', { code: 140, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreUrls: true }],
      'no-console': 'error',
      'no-else-return': 'error',
      'prefer-const': 'error',
    },
  },
  {
    plugins: { words: { rules: { 'capital-log-message': capitalLogMessage } } },
    rules: { 'words/capital-log-message': 'error' },
  },
  {
    files: ['{packages,services}/*/src/**', '{charts,observability,tools}/**'],
    ignores: ['**/{index,main,api,config,handlers}.ts', '**/*.d.ts', '**/test/**', 'services/web-ui/src/app/**', ...namedForTheirSubject],
    plugins: { files: { rules: { 'named-after-export': fileNamedAfterExport } } },
    rules: { 'files/named-after-export': 'error' },
  },
  {
    // Whatever stands in an address or a form gets here.
    files: ['services/web-ui/src/**'],
    ignores: ['services/web-ui/src/own-property.ts'],
    plugins: { pages: { rules: { 'no-look-up-by-text': noLookUpByText } } },
    rules: { 'pages/no-look-up-by-text': 'error' },
  },
  {
    files: ['**/test/**', 'tools/**', 'charts/*.ts', 'packages/local-runtime/**', 'packages/cli/**'],
    rules: {
      'no-console': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-misused-promises': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
);
