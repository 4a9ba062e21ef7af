import noUnsanitized from 'eslint-plugin-no-unsanitized';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Modules with one owner each; see the layers of ARCHITECTURE.md. */
const owned = /** @type {const} */ ({
  vscode: 'Only src/vscode and src/extension.ts talk to the editor.',
  dockerode: 'Only src/sources/engine/dockerodeEngine.ts talks to dockerode.',
  yaml: 'Only src/compose reads YAML.',
  cytoscape: 'Only webview/cytoscapeGraph.ts draws with cytoscape.',
  'ipaddr.js': 'Only src/model/address.ts reads addresses with ipaddr.js.',
});

/** @typedef {keyof typeof owned} Owned */

const ourFolders = [
  'model',
  'netfilter',
  'compose',
  'topology',
  'analysis',
  'scene',
  'sources',
  'protocol',
  'vscode',
  'cli',
];

/**
 * One layer: where it lies, which of our folders it may import (`typesOf`: types only), which owned modules, and
 * whether node's own.
 * @param {{
 *   files: string[],
 *   ignores?: string[],
 *   mayImport: readonly string[],
 *   typesOf?: readonly string[],
 *   owns?: readonly Owned[],
 *   node?: boolean,
 * }} layer
 */
function layer({ files, ignores = [], mayImport, typesOf = [], owns = [], node = false }) {
  const forbidden = ourFolders.filter((name) => !mayImport.includes(name));
  const neither = forbidden.filter((name) => !typesOf.includes(name));
  /** @param {readonly string[]} names */
  const folders = (names) => `^\\.{1,2}/(.*/)?(${names.join('|')})/`;
  const modules = Object.keys(owned).filter((name) => !owns.some((own) => own === name));
  const patterns = [
    {
      regex: `^(${modules.map((name) => name.replace('.', '\\.')).join('|')})(/|$)`,
      message: 'This module has one owner; see ARCHITECTURE.md.',
    },
    { regex: '(^|/)webview/', message: 'Nothing imports the webview.' },
    ...(neither.length > 0
      ? [{ regex: folders(neither), message: 'This layer lies above; see ARCHITECTURE.md.' }]
      : []),
    ...(typesOf.length > 0
      ? [
          {
            regex: folders(typesOf),
            message: 'Types only; see ARCHITECTURE.md.',
            allowTypeImports: true,
          },
        ]
      : []),
    ...(node ? [] : [{ regex: '^node:', message: 'This layer is pure: no I/O.' }]),
  ];
  return {
    files,
    ignores,
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
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

  layer({ files: ['src/model/**'], ignores: ['src/model/address.ts'], mayImport: ['model'] }),
  layer({ files: ['src/model/address.ts'], mayImport: ['model'], owns: ['ipaddr.js'] }),
  layer({ files: ['src/netfilter/**'], mayImport: ['model', 'netfilter'] }),
  layer({ files: ['src/compose/**'], mayImport: ['model', 'compose'], owns: ['yaml'] }),
  layer({
    files: ['src/topology/**'],
    mayImport: ['model', 'netfilter', 'topology'],
    typesOf: ['compose'],
  }),
  layer({ files: ['src/analysis/**'], mayImport: ['model', 'netfilter', 'topology', 'analysis'] }),
  layer({
    files: ['src/scene/**'],
    mayImport: ['model', 'analysis', 'scene'],
    typesOf: ['topology', 'netfilter'],
  }),
  layer({
    files: ['src/sources/**'],
    ignores: ['src/sources/engine/dockerodeEngine.ts'],
    mayImport: ['model', 'sources'],
    node: true,
  }),
  layer({
    files: ['src/sources/engine/dockerodeEngine.ts'],
    mayImport: ['model', 'sources'],
    owns: ['dockerode'],
    node: true,
  }),
  layer({
    files: ['src/protocol/**'],
    mayImport: ['protocol'],
    typesOf: ['model', 'scene', 'analysis'],
  }),
  layer({
    files: ['src/vscode/**', 'src/extension.ts'],
    mayImport: ourFolders.filter((name) => name !== 'cli'),
    owns: ['vscode'],
    node: true,
  }),
  layer({
    files: ['src/cli/**'],
    mayImport: ourFolders.filter((name) => name !== 'vscode'),
    node: true,
  }),
  layer({
    files: ['webview/**/*.ts'],
    ignores: ['webview/cytoscapeGraph.ts'],
    mayImport: ['protocol'],
    typesOf: ['model', 'scene', 'analysis'],
  }),
  layer({
    files: ['webview/cytoscapeGraph.ts'],
    mayImport: ['protocol'],
    typesOf: ['model', 'scene', 'analysis'],
    owns: ['cytoscape'],
  }),

  {
    files: ['test/**/*.ts'],
    rules: {
      // node:assert's and mocha's own shapes.
      '@typescript-eslint/require-await': 'off',
    },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', module: 'readonly' } },
  },
);
