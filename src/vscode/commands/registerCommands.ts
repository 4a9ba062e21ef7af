import * as vscode from 'vscode';
import { MatrixPanels } from '../matrix/matrixPanels';
import { showMatrix } from '../matrix/showMatrix';
import { showNames } from '../trace/showNames';
import { traceConnection, traceFrom, traceTo } from '../trace/traceCommands';
import { Disposables } from '../disposables';
import { commands, walkthrough, type CommandId } from '../ids';
import { compareRunning, stopComparing } from '../drift/compareRunning';
import { chooseProject } from './chooseProject';
import { servicesFor, type CommandServices } from './commandServices';
import { asSubject, subjectSource } from './commandTarget';
import { ComparedDocuments } from './comparedDocuments';
import { compareWithCompose } from './compareWithCompose';
import { copyAddress, copyName } from './copyText';
import { inspect } from './inspect';
import { InspectDocuments } from './inspectDocuments';
import { showFirewall } from './showFirewall';
import { showEngineGraph, showEngines, showGraph, showInGraph } from './showGraph';
import { readHostWithHelper } from './readHost';
import { closeSnapshot, openSnapshot, saveSnapshot } from './snapshots';
import { showInformation } from '../messages';

/** Menus of the tree hand over the row, and all that are selected with it. */
type Handler = (argument: unknown, selected: unknown) => unknown;
type Handlers = Readonly<Record<CommandId, Handler>>;

/** Every command of package.json; each works on the engine it was called on. */
export function registerCommands(
  services: CommandServices,
  { id: extensionId, extensionUri }: vscode.Extension<unknown>,
): vscode.Disposable {
  const owned = new Disposables();
  const documents = owned.add(new InspectDocuments());
  const matrices = owned.add(new MatrixPanels(services, documents, extensionUri));
  const compared = owned.add(new ComparedDocuments());
  for (const id of Object.values(commands)) {
    const run = async (argument: unknown, selected: unknown) => {
      const own = servicesFor(services, argument);
      try {
        await handlersOf(own, documents, compared, matrices, extensionId)[id](argument, selected);
      } catch (error) {
        services.errors.show(error);
      }
    };
    owned.add(vscode.commands.registerCommand(id, run));
  }
  return owned;
}

/** The step of the walkthrough that tells how to reach an engine. */
const engineStep = 'engine';

/** What each command calls. */
function handlersOf(
  services: CommandServices,
  documents: InspectDocuments,
  compared: ComparedDocuments,
  matrices: MatrixPanels,
  extensionId: string,
): Handlers {
  return {
    [commands.showGraph]: (argument) => showGraph(services, argument),
    [commands.showEngineGraph]: () => showEngineGraph(services),
    [commands.showEngines]: () => showEngines(services),
    [commands.chooseFrames]: async () =>
      (await import('../engines/engineCommands')).chooseFrames(services),
    [commands.showInGraph]: (argument) => showInGraph(services, argument),
    [commands.chooseProject]: (argument) => chooseProject(services, argument),
    [commands.compareCompose]: () => compareWithCompose(services, compared),
    [commands.compareRunning]: () => compareRunning(services),
    [commands.stopComparing]: () => stopComparing(services),
    [commands.resetLayout]: () => resetLayout(services),
    [commands.showFirewall]: (argument) => showFirewall(services, argument),
    [commands.traceConnection]: (argument) => traceConnection(services, argument),
    [commands.traceFrom]: (argument) => traceFrom(services, argument),
    [commands.traceTo]: (argument) => traceTo(services, argument),
    [commands.showNames]: (argument) => showNames(services, documents, argument),
    [commands.showMatrix]: (argument) => showMatrix(services, matrices, argument),
    [commands.exportGraph]: async (argument) =>
      (await import('../export/exportGraph')).exportGraph(services, argument),
    [commands.copyGraphAs]: async (argument) =>
      (await import('../export/exportGraph')).copyGraphAs(services, argument),
    [commands.connect]: async (argument, selected) =>
      (await import('./connectContainer')).connectContainer(services, argument, selected),
    [commands.disconnect]: async (argument, selected) =>
      (await import('./disconnectContainer')).disconnectContainer(services, argument, selected),
    [commands.createNetwork]: async () => (await import('./createNetwork')).createNetwork(services),
    [commands.removeNetwork]: async (argument, selected) =>
      (await import('./removeNetwork')).removeNetwork(services, argument, selected),
    [commands.pruneNetworks]: async () => (await import('./pruneNetworks')).pruneNetworks(services),
    [commands.inspect]: (argument) => inspect(services, documents, argument),
    [commands.inspectPage]: async (argument) =>
      (await import('./inspectPage')).inspectPage(services, documents, argument),
    [commands.copyCommand]: async (argument) =>
      (await import('./copyCommand')).copyCommand(services, argument),
    [commands.openTerminal]: async (argument, selected) =>
      (await import('./openTerminal')).openTerminal(services, argument, selected),
    [commands.copyAddress]: (argument) => copyAddress(services, argument),
    [commands.copyName]: (argument) => copyName(services, argument),
    [commands.refresh]: (argument) => refresh(services, argument),
    [commands.openSnapshot]: (argument) => openSnapshot(services, argument),
    [commands.saveSnapshot]: (argument) => saveSnapshot(services, argument),
    [commands.closeSnapshot]: (argument) => closeSnapshot(services, argument),
    [commands.configureEngine]: async () =>
      (await import('../engines/engineCommands')).chooseEngine(),
    [commands.addEngine]: async () => (await import('../engines/engineCommands')).addEngine(),
    [commands.removeEngine]: async () =>
      (await import('../engines/engineCommands')).removeEngine(services),
    [commands.engineHelp]: () =>
      vscode.commands.executeCommand(
        'workbench.action.openWalkthrough',
        { category: `${extensionId}#${walkthrough}`, step: engineStep },
        false,
      ),
    [commands.readHost]: () => readHostWithHelper(services),
    [commands.showLog]: () => services.log.show(),
  };
}

/** Of the graph in front: what was moved by hand stands where the layout would put it. */
function resetLayout({ panels }: CommandServices): void {
  const inFront =
    panels.all.find(({ panel }) => panel.active) ?? panels.all.find(({ panel }) => panel.visible);
  if (inFront?.wishLayout({ kind: 'reset' }) === true) return;
  void showInformation(vscode.l10n.t('No graph is open.'));
}

/** Everything; from an engine's row, or a menu of a graph, that engine, project or snapshot alone. */
async function refresh({ engines, sources }: CommandServices, argument: unknown): Promise<void> {
  const subject = asSubject(argument);
  const source = subject && sources.find(subjectSource(subject));
  if (source !== undefined) return source.refresh();
  const stores = engines.all.map((engine) => engine.store);
  await Promise.all(
    [...sources.composeFiles, ...sources.snapshots, ...stores].map((source) => source.refresh()),
  );
}
