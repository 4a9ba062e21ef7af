import { unreachableReasons } from '../sources/engine/engineError';

/** Every identifier that package.json and the code share; test/manifest compares the two. */

export const commands = {
  showGraph: 'vethscope.graph.show',
  showEngineGraph: 'vethscope.graph.showEngine',
  showEngines: 'vethscope.graph.showEngines',
  chooseFrames: 'vethscope.graph.chooseEngines',
  showInGraph: 'vethscope.graph.showElement',
  showFirewall: 'vethscope.firewall.show',
  resetLayout: 'vethscope.graph.resetLayout',
  chooseProject: 'vethscope.compose.chooseProject',
  compareCompose: 'vethscope.compose.compare',
  compareRunning: 'vethscope.drift.compare',
  stopComparing: 'vethscope.drift.stop',
  traceConnection: 'vethscope.trace.connection',
  traceFrom: 'vethscope.trace.from',
  traceTo: 'vethscope.trace.to',
  showNames: 'vethscope.names.show',
  showMatrix: 'vethscope.matrix.show',
  exportGraph: 'vethscope.graph.export',
  copyGraphAs: 'vethscope.graph.copyAs',
  connect: 'vethscope.networks.connect',
  disconnect: 'vethscope.networks.disconnect',
  createNetwork: 'vethscope.networks.create',
  removeNetwork: 'vethscope.networks.remove',
  pruneNetworks: 'vethscope.networks.prune',
  inspect: 'vethscope.networks.inspect',
  inspectPage: 'vethscope.networks.inspectPage',
  copyCommand: 'vethscope.networks.copyCommand',
  openTerminal: 'vethscope.networks.openTerminal',
  copyAddress: 'vethscope.networks.copyAddress',
  copyName: 'vethscope.networks.copyName',
  refresh: 'vethscope.networks.refresh',
  openSnapshot: 'vethscope.snapshot.open',
  saveSnapshot: 'vethscope.snapshot.save',
  closeSnapshot: 'vethscope.snapshot.close',
  configureEngine: 'vethscope.engine.configure',
  addEngine: 'vethscope.engine.add',
  removeEngine: 'vethscope.engine.remove',
  engineHelp: 'vethscope.engine.help',
  readHost: 'vethscope.host.readWithHelper',
  showLog: 'vethscope.log.show',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

export const viewContainers = { networks: 'vethscope' } as const;

export const views = { networks: 'vethscope.networks', drift: 'vethscope.drift' } as const;

export const settings = {
  openOnStart: 'vethscope.graph.openOnStart',
  composeProjects: 'vethscope.compose.projects',
  engineHost: 'vethscope.engine.host',
  engineContext: 'vethscope.engine.context',
  furtherEngines: 'vethscope.engine.further',
  hostAccess: 'vethscope.hostAccess',
  helperImage: 'vethscope.helperImage',
} as const;

/** Set by the code, read by `when` clauses. */
export const contextKeys = {
  /** One of `engineConditions`. */
  engine: 'vethscope.engine',
  /** True while more than one engine is configured. */
  severalEngines: 'vethscope.severalEngines',
  /** `some` or `none`; absent until looked for. */
  composeFiles: 'vethscope.composeFiles',
  /** True while a project is compared with what runs. */
  drift: 'vethscope.comparing',
} as const;

export const engineConditions = [
  'idle',
  'ready',
  'empty',
  ...unreachableReasons,
  'timeout',
  'badAnswer',
  'serverError',
  'apiTooOld',
  'failed',
] as const;

export type EngineCondition = (typeof engineConditions)[number];

/** Parts of a tree item's `contextValue`, joined by dots. */
export const itemTags = {
  engine: 'engine',
  /** An engine beside the chosen one. */
  further: 'further',
  snapshot: 'snapshot',
  network: 'network',
  member: 'member',
  /** A member that is a container; some endpoints have none. */
  container: 'container',
  /** Read from an engine that answers, so it can be inspected. */
  live: 'live',
  /** A container can be connected to it (network), or it to a network (container). */
  connectable: 'connectable',
  disconnectable: 'disconnectable',
  /** A container that runs. */
  running: 'running',
  /** A network that is not the engine's own. */
  removable: 'removable',
  addressed: 'addressed',
} as const;

export const graphPanelType = 'vethscope.graph';
export const matrixPanelType = 'vethscope.matrix';
export const walkthrough = 'vethscope.start';

/** The names docker compose looks for (compose-go: DefaultFileNames), which also activate the extension. */
export const standardComposeNames = [
  'compose.yaml',
  'compose.yml',
  'docker-compose.yaml',
  'docker-compose.yml',
] as const;
