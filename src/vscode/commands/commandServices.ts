import type * as vscode from 'vscode';
import type { ErrorReporter } from '../errors';
import type { GraphPanels } from '../panel/graphPanels';
import type { EngineStore } from '../store/engineStore';
import type { HostAccess } from '../store/hostAccess';
import type { Traces } from '../trace/traces';
import type { Sources } from '../store/sources';

/** What commands work with. */
export interface CommandServices {
  readonly store: EngineStore;
  readonly hostAccess: HostAccess;
  readonly sources: Sources;
  readonly panels: GraphPanels;
  readonly traces: Traces;
  readonly errors: ErrorReporter;
  readonly log: vscode.LogOutputChannel;
}
