import * as vscode from 'vscode';
import type { EmptyAction } from '../../protocol/messages';
import type { CommandServices } from '../commands/commandServices';
import type { CommandSubject } from '../commands/commandTarget';
import { openComposeFile } from '../commands/showGraph';
import { Disposables } from '../disposables';
import type { SourceReveals } from '../editor/openSource';
import { declaredPlace, elementTarget } from '../elementTarget';
import { commands, type CommandId } from '../ids';
import type { SelectionSync } from '../selectionSync';
import { sourceKey } from '../store/sourceRef';
import { actionCommands, isCommandAction } from './actionCommands';
import type { GraphPanel } from './graphPanel';
import type { ConnectEvent, ElementEvent, GraphPanels } from './graphPanels';
import { showInformation } from '../messages';

/** What the user chose in a graph becomes the same command as in the tree. */
export function registerGraphActions(
  services: CommandServices,
  selection: SelectionSync,
  reveals: SourceReveals,
): vscode.Disposable {
  const { panels, errors } = services;
  const shown = (work: Promise<unknown>) => void work.catch((error: unknown) => errors.show(error));
  const owned = new Disposables();
  owned.add(panels.onDidChooseAction((event) => shown(act(event, panels, selection, reveals))));
  owned.add(
    panels.onDidChooseEmptyAction(({ panel, action }) => shown(actEmpty(services, panel, action))),
  );
  owned.add(panels.onDidWishConnect((event) => shown(connectDropped(event))));
  return owned;
}

async function act(
  { panel, id, action }: ElementEvent,
  panels: GraphPanels,
  selection: SelectionSync,
  reveals: SourceReveals,
): Promise<void> {
  const located = panel.content.locate(id);
  if (action === 'chooseFrames') return runPlain(commands.chooseFrames);
  if (action === 'chooseEngine') return runPlain(commands.configureEngine);
  // The picture of several engines is of none of them.
  if (located === undefined) return action === 'refresh' ? panel.content.refresh() : undefined;
  const { source, id: sceneId } = located;
  const key = sourceKey(source.ref);
  if (isCommandAction(action)) {
    const subject: CommandSubject = { from: 'graph', source: key, sceneId, graph: panel.key };
    await vscode.commands.executeCommand(actionCommands[action], subject);
    return;
  }
  switch (action) {
    case 'showAlone':
      panels.show(source.ref);
      return;
    case 'leaveOut':
      panels.frameChoice.choose(new Map([[key, false]]));
      return;
    case 'revealInTree':
      await selection.revealInTree(panel, id);
      return;
    case 'openSource': {
      const { topology } = source.view();
      const place =
        source.placeOf === undefined
          ? topology && declaredPlace(elementTarget(topology, sceneId))
          : source.placeOf(sceneId);
      if (place !== undefined) await reveals.open(place);
      else await selection.revealInTree(panel, id);
    }
  }
}

async function runPlain(command: CommandId): Promise<void> {
  await vscode.commands.executeCommand(command);
}

/** A container that was dropped on a network: the command asks, unless there is nothing that could be connected. */
async function connectDropped({ panel, container, network }: ConnectEvent): Promise<void> {
  const from = panel.content.locate(container);
  const to = panel.content.locate(network);
  if (from === undefined || to === undefined) return;
  const { ref } = from.source;
  if (from.source !== to.source) {
    const message = vscode.l10n.t(
      'A container can only be connected to networks of its own engine.',
    );
    void showInformation(message);
    return;
  }
  const { topology } = from.source.view();
  const dropped = topology && elementTarget(topology, from.id).container;
  const onto = topology && elementTarget(topology, to.id).network;
  if (ref.kind === 'engine') {
    // Gone since, or a lane of what belongs to no network.
    if (dropped === undefined || onto === undefined) {
      void showInformation(vscode.l10n.t('There is nothing here that could be connected.'));
      return;
    }
    await vscode.commands.executeCommand(commands.connect, {
      from: 'fix',
      source: sourceKey(ref),
      containerId: dropped.id,
      networkId: onto.id,
    });
    return;
  }
  void showInformation(
    ref.kind === 'compose'
      ? vscode.l10n.t(
          'This graph shows what a file plans: name the network in the file to connect.',
        )
      : vscode.l10n.t(
          'This graph shows a snapshot: there is nothing here that could be connected.',
        ),
  );
}

async function actEmpty(
  services: CommandServices,
  panel: GraphPanel,
  action: EmptyAction,
): Promise<void> {
  switch (action) {
    case 'refresh':
      await panel.content.refresh();
      return;
    case 'openSnapshot':
      await vscode.commands.executeCommand(commands.openSnapshot);
      return;
    case 'showEngineHelp':
      await vscode.commands.executeCommand(commands.engineHelp);
      return;
    case 'chooseProject': {
      await vscode.commands.executeCommand(commands.chooseProject, panel.key);
      return;
    }
    case 'exportGraph': {
      await vscode.commands.executeCommand(commands.exportGraph, panel.key);
      return;
    }
    case 'chooseFrames':
      await vscode.commands.executeCommand(commands.chooseFrames);
      return;
    case 'chooseEngine':
      await vscode.commands.executeCommand(commands.configureEngine);
      return;
    case 'openComposeFile':
      await openComposeFile(services);
  }
}
