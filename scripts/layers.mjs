/**
 * Which folder may import what: the table of ARCHITECTURE.md. Lint checks it while one writes, test/arch on
 * what the imports resolve to.
 *
 * @typedef {'vscode' | 'dockerode' | 'yaml' | 'cytoscape' | 'ipaddr.js'} OwnedModule
 *
 * @typedef {object} Layer
 * @property {string} path a folder or a file; the longest one that fits counts
 * @property {readonly string[]} mayImport folders
 * @property {readonly string[]} typesOf folders whose types it may import as well
 * @property {readonly OwnedModule[]} owns of the modules with owners, those it may import
 * @property {boolean} node whether it may import node's own modules
 */

/** @type {readonly OwnedModule[]} */
export const ownedModules = ['vscode', 'dockerode', 'yaml', 'cytoscape', 'ipaddr.js'];

/** Every folder of ours that the bundles are made of. */
export const folders = [
  'src/model',
  'src/netfilter',
  'src/compose',
  'src/topology',
  'src/analysis',
  'src/scene',
  'src/sources',
  'src/protocol',
  'src/vscode',
  'src/cli',
  'webview',
];

/** @param {...string} names */
const allBut = (...names) => folders.filter((folder) => !names.includes(folder));

const model = { path: 'src/model', mayImport: ['src/model'], typesOf: [], owns: [], node: false };
const sources = {
  path: 'src/sources',
  mayImport: ['src/model', 'src/sources'],
  typesOf: [],
  owns: [],
  node: true,
};
const webview = {
  path: 'webview',
  mayImport: ['src/protocol', 'webview'],
  typesOf: ['src/model', 'src/analysis', 'src/scene'],
  owns: [],
  node: false,
};

/** @type {readonly Layer[]} */
export const layers = [
  model,
  { ...model, path: 'src/model/address.ts', owns: ['ipaddr.js'] },
  { ...model, path: 'src/netfilter', mayImport: ['src/model', 'src/netfilter'] },
  { ...model, path: 'src/compose', mayImport: ['src/model', 'src/compose'] },
  {
    ...model,
    path: 'src/compose/parseYaml.ts',
    mayImport: ['src/model', 'src/compose'],
    owns: ['yaml'],
  },
  {
    ...model,
    path: 'src/topology',
    mayImport: ['src/model', 'src/netfilter', 'src/topology'],
    typesOf: ['src/compose'],
  },
  {
    ...model,
    path: 'src/analysis',
    mayImport: ['src/model', 'src/netfilter', 'src/topology', 'src/analysis'],
  },
  {
    ...model,
    path: 'src/scene',
    mayImport: ['src/model', 'src/analysis', 'src/scene'],
    typesOf: ['src/netfilter', 'src/topology'],
  },
  sources,
  { ...sources, path: 'src/sources/engine/dockerodeEngine.ts', owns: ['dockerode'] },
  {
    path: 'src/protocol',
    mayImport: ['src/protocol'],
    typesOf: ['src/model', 'src/analysis', 'src/scene'],
    owns: [],
    node: false,
  },
  {
    path: 'src/vscode',
    mayImport: allBut('src/cli', 'webview'),
    typesOf: [],
    owns: ['vscode'],
    node: true,
  },
  {
    path: 'src/extension.ts',
    mayImport: allBut('src/cli', 'webview'),
    typesOf: [],
    owns: ['vscode'],
    node: true,
  },
  {
    path: 'src/cli',
    mayImport: allBut('src/vscode', 'webview'),
    typesOf: [],
    owns: [],
    node: true,
  },
  webview,
  { ...webview, path: 'webview/cytoscapeGraph.ts', owns: ['cytoscape'] },
];
