import * as vscode from 'vscode';
import { makeApi, type VethscopeApi } from './vscode/api';
import { registerCommands } from './vscode/commands/registerCommands';
import {
  furtherEngines,
  hostAccessSettings,
  onDidChangeEngineChoice,
  onDidChangeFurtherEngines,
  onDidChangeHostAccess,
} from './vscode/config';
import { Disposables } from './vscode/disposables';
import { DriftView } from './vscode/drift/driftView';
import { ComposeDiagnostics } from './vscode/editor/composeDiagnostics';
import { ComposeDocuments } from './vscode/editor/composeDocuments';
import { ComposeHover } from './vscode/editor/composeHover';
import { CursorSelection } from './vscode/editor/cursorSelection';
import { openOnStart } from './vscode/editor/openOnStart';
import { SourceReveals } from './vscode/editor/openSource';
import { ErrorReporter } from './vscode/errors';
import { registerGraphActions } from './vscode/panel/graphActions';
import { GraphPanels } from './vscode/panel/graphPanels';
import { logText } from './vscode/logText';
import { offerCommandLine } from './vscode/offerCommandLine';
import { SelectionSync } from './vscode/selectionSync';
import { configuredEngines } from './vscode/store/configuredEngines';
import { HelperConsent } from './vscode/store/helperConsent';
import { HostAccess } from './vscode/store/hostAccess';
import { Sources } from './vscode/store/sources';
import { Traces } from './vscode/trace/traces';
import { traceWork } from './vscode/trace/traceWork';
import { NetworksTree } from './vscode/tree/networksTree';
import { NetworksView } from './vscode/tree/networksView';

/** Builds the parts and wires them; nothing is read until somebody looks. */
export function activate(context: vscode.ExtensionContext): VethscopeApi {
  const own = <T extends vscode.Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const log = own(vscode.window.createOutputChannel('Vethscope', { log: true }));
  const write = (message: string) => log.info(logText(message));
  const errors = new ErrorReporter(log);

  const hostAccess = new HostAccess(hostAccessSettings, new HelperConsent(context.globalState));
  const engines = own(configuredEngines(write, hostAccess.read, own(new Disposables())));
  const sources = own(new Sources(engines, context.workspaceState, write));
  const panels = own(new GraphPanels(context, sources, log));
  const tree = own(new NetworksTree(engines, sources));
  const view = own(new NetworksView(engines, tree));
  const reveals = new SourceReveals();
  const selection = own(new SelectionSync(view, tree, panels, sources, reveals, write));
  own(new DriftView(sources, panels, reveals));
  const traces = own(new Traces(sources, panels, errors, traceWork(engines, hostAccess)));
  const engine = engines.primary;
  const { store } = engine;
  const services = { engines, engine, store, hostAccess, sources, panels, traces, errors, log };

  own(new ComposeDiagnostics(sources));
  own(new ComposeDocuments(sources, write));
  own(new ComposeHover(sources));
  own(new CursorSelection(sources, panels, reveals, write));
  own(registerCommands(services, context.extension));
  own(registerGraphActions(services, selection, reveals));
  own(onDidChangeEngineChoice(() => store.reopen()));
  own(onDidChangeFurtherEngines(() => engines.configure(furtherEngines())));
  own(onDidChangeHostAccess(() => engines.reopen()));
  offerCommandLine(context);
  void openOnStart(panels).catch((error: unknown) => errors.show(error));

  return makeApi(sources, panels);
}
