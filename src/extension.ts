import * as vscode from 'vscode';
import { makeApi, type VethscopeApi } from './vscode/api';
import { registerCommands } from './vscode/commands/registerCommands';
import {
  hostAccessSettings,
  onDidChangeEngineChoice,
  onDidChangeHostAccess,
} from './vscode/config';
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
import { SelectionSync } from './vscode/selectionSync';
import { EngineStore } from './vscode/store/engineStore';
import { HelperConsent } from './vscode/store/helperConsent';
import { HostAccess } from './vscode/store/hostAccess';
import { openConfiguredEngine } from './vscode/store/openConfiguredEngine';
import { Sources } from './vscode/store/sources';
import { verifyTrace } from './vscode/trace/verifyTrace';
import { Traces } from './vscode/trace/traces';
import { NetworksTree } from './vscode/tree/networksTree';
import { NetworksView } from './vscode/tree/networksView';

/** Builds the parts and wires them; nothing is read until somebody looks. */
export function activate(context: vscode.ExtensionContext): VethscopeApi {
  const own = <T extends vscode.Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const log = own(vscode.window.createOutputChannel('Vethscope', { log: true }));
  const write = (message: string) => log.info(message);
  const errors = new ErrorReporter(log);

  const hostAccess = new HostAccess(hostAccessSettings, new HelperConsent(context.globalState));
  const open = () => openConfiguredEngine(write);
  const store = own(new EngineStore({ open, log: write, readHost: hostAccess.read }));
  const sources = own(new Sources(store, context.workspaceState, write));
  const panels = own(new GraphPanels(context, sources, log));
  const tree = own(new NetworksTree(store, sources));
  const view = own(new NetworksView(store, tree));
  const reveals = new SourceReveals();
  const selection = own(new SelectionSync(view, tree, panels, sources, reveals));
  own(new DriftView(sources, panels, reveals));
  const traces = own(new Traces(sources, panels, errors, (trace) => verifyTrace(store, trace)));
  const services = { store, hostAccess, sources, panels, traces, errors, log };

  own(new ComposeDiagnostics(sources));
  own(new ComposeDocuments(sources, write));
  own(new ComposeHover(sources));
  own(new CursorSelection(sources, panels, reveals, write));
  own(registerCommands(services, context.extension.id));
  own(registerGraphActions(services, selection, reveals));
  own(onDidChangeEngineChoice(() => store.reopen()));
  own(onDidChangeHostAccess(() => store.reopen()));
  void openOnStart(panels).catch((error: unknown) => errors.show(error));

  return makeApi(store, sources, panels);
}
