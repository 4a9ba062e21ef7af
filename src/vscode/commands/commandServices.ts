import type * as vscode from 'vscode';
import type { ErrorReporter } from '../errors';
import type { GraphPanels } from '../panel/graphPanels';
import type { Engines, KnownEngine } from '../store/engines';
import type { EngineStore } from '../store/engineStore';
import type { HostAccess } from '../store/hostAccess';
import type { Traces } from '../trace/traces';
import { sourceKey, type SourceKey } from '../store/sourceRef';
import type { Sources } from '../store/sources';

/** What commands work with. */
export interface CommandServices {
  readonly engines: Engines;
  /** The engine that the command is about: that of the row or graph it was called on, else the chosen one. */
  readonly engine: KnownEngine;
  /** The same engine's. */
  readonly store: EngineStore;
  readonly hostAccess: HostAccess;
  readonly sources: Sources;
  readonly panels: GraphPanels;
  readonly traces: Traces;
  readonly errors: ErrorReporter;
  readonly log: vscode.LogOutputChannel;
}

/**
 * The services as a command sees them that was called on a row or element; from the palette, on the
 * engine's graph that is in front.
 */
export function servicesFor(services: CommandServices, argument: unknown): CommandServices {
  const { engines, panels } = services;
  const inFront = panels.all.find(({ panel }) => panel.active)?.source.ref;
  const source = sourceOfArgument(argument) ?? (inFront && sourceKey(inFront));
  const engine = source === undefined ? undefined : engines.find(source);
  return engine === undefined ? services : { ...services, engine, store: engine.store };
}

/** The store of the engine that a source is; `undefined` for a compose project or snapshot. */
export function storeFor({ engines }: CommandServices, source: SourceKey): EngineStore | undefined {
  return engines.find(source)?.store;
}

/** Tree rows and graph subjects both name their source. */
function sourceOfArgument(argument: unknown): SourceKey | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  if ('node' in argument) return sourceOfArgument(argument.node);
  return 'source' in argument && typeof argument.source === 'string' ? argument.source : undefined;
}
