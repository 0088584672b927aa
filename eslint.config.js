// What the linter holds the code to: types that are never bypassed, promises that are never forgotten, one way of importing.
import tseslint from 'typescript-eslint';
import { capitalLogMessage } from './tools/lint/capital-log-message.ts';
import { noLookUpByText } from './tools/lint/no-look-up-by-text.ts';

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
