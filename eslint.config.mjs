import noUnsanitized from 'eslint-plugin-no-unsanitized';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { folders, layers, ownedModules } from './scripts/layers.mjs';

/**
 * The layer rule of one folder or file.
 * @param {import('./scripts/layers.mjs').Layer} layer
 */
function layerRule({ path, mayImport, typesOf, owns, node }) {
  const typesOnly = typesOf.filter((folder) => !mayImport.includes(folder));
  const never = folders.filter((folder) => ![...mayImport, ...typesOnly].includes(folder));
  const foreign = ownedModules.filter((name) => !owns.includes(name));
  const patterns = [
    {
      regex: `^(${foreign.map((name) => name.replace('.', '\\.')).join('|')})(/|$)`,
      message: 'This module has one owner; see ARCHITECTURE.md.',
    },
    { regex: inFolders(never), message: 'Not from this layer; see ARCHITECTURE.md.' },
    ...(typesOnly.length === 0
      ? []
      : [{ regex: inFolders(typesOnly), message: 'Types only.', allowTypeImports: true }]),
    ...(node ? [] : [{ regex: '^node:', message: 'This layer is pure: no I/O.' }]),
  ];
  const isFile = path.endsWith('.ts');
  return {
    files: [isFile ? path : `${path}/**/*.ts`],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
}

/** @param {readonly string[]} paths */
function inFolders(paths) {
  const names = paths.map((folder) => folder.replace('src/', ''));
  return `^\\.{1,2}/(.*/)?(${names.join('|')})/`;
}

export default defineConfig(
  { ignores: ['dist/', 'out/', 'node_modules/', '.vscode-test/', 'coverage/'] },
  tseslint.configs.recommendedTypeChecked,
  noUnsanitized.configs.recommended,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'off',
      'no-empty': 'error',
      'no-eval': 'error',
      'no-warning-comments': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unnecessary-condition': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['src/**/*.ts', 'webview/**/*.ts'],
    rules: {
      // Named exports only: a default has no name to search for.
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
        { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file itself.' },
      ],
    },
  },
  {
    files: ['src/**/*.ts', 'webview/**/*.ts'],
    ignores: ['src/cli/**'],
    rules: { 'no-console': 'error' },
  },

  // Later ones replace earlier ones, so files come after their folders.
  ...layers.map(layerRule),

  {
    files: ['test/**/*.ts'],
    rules: {
      // node:assert's and mocha's own shapes.
      '@typescript-eslint/require-await': 'off',
    },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', module: 'readonly' } },
  },
);
