import * as vscode from 'vscode';
import { previewDisconnect } from '../../analysis/fixes/membershipPreview';
import type { Container } from '../../model/container';
import type { Network } from '../../model/network';
import type { ContainerRecord, Snapshot } from '../../model/snapshot';
import type { Topology } from '../../model/topology';
import type { Engine } from '../../sources/engine/engine';
import { addressChange, undoDisconnect } from '../../sources/engine/undo';
import { displayText } from '../../scene/displayText';
import type { CommandServices } from './commandServices';
import { asSubject, engineTopology, resolveSubject } from './commandTarget';
import { disconnectableNetworks } from './membershipChoices';
import { askPick, askSteps, goBack, type Step } from './steps';
import {
  confirmChange,
  freshReading,
  mayWrite,
  offerUndo,
  withEngineProgress,
} from './writeAccess';

interface Wish {
  readonly container?: Container;
  readonly network?: Network;
}

/** *Disconnect…*: asks what is not known yet, says what will change, disconnects, offers undo. */
export async function disconnectContainer(
  services: CommandServices,
  argument: unknown,
): Promise<void> {
  if (!(await mayWrite())) return;
  const topology = await engineTopology(services.engine);
  if (topology === undefined) return;
  const subject = asSubject(argument);
  const target = subject && resolveSubject(services.sources, subject);
  const known: Wish = {
    ...(target?.container === undefined ? {} : { container: target.container }),
    ...(target?.network === undefined ? {} : { network: target.network }),
  };
  const obstacle = whyNot(topology, known);
  if (obstacle !== undefined) {
    void vscode.window.showInformationMessage(displayText(obstacle));
    return;
  }
  const title = vscode.l10n.t('Disconnect Container');
  const wish = await askSteps(title, steps(topology, known), known);
  if (wish?.container === undefined || wish.network === undefined) return;
  await disconnect(services, wish.container, wish.network);
}

/** Pairs that can be taken apart, restricted to what is known. */
function choices(topology: Topology, known: Wish): readonly Required<Wish>[] {
  return topology.containers
    .filter(({ id }) => known.container === undefined || known.container.id === id)
    .flatMap((container) =>
      disconnectableNetworks(topology, container)
        .filter(({ id }) => known.network === undefined || known.network.id === id)
        .map((network) => ({ container, network })),
    );
}

function whyNot(topology: Topology, known: Wish): string | undefined {
  if (choices(topology, known).length > 0) return undefined;
  const { l10n } = vscode;
  if (known.container?.networkMode.value.kind === 'host') {
    return l10n.t(
      '{0} uses the host’s network and cannot be disconnected from it.',
      known.container.name.value,
    );
  }
  if (known.container?.networkMode.value.kind === 'container') {
    return l10n.t(
      '{0} shares another container’s network: disconnect that one.',
      known.container.name.value,
    );
  }
  return l10n.t('There is nothing to disconnect here.');
}

function steps(topology: Topology, known: Wish): readonly Step<Wish>[] {
  const { l10n } = vscode;
  return [
    {
      applies: () => known.container === undefined,
      async ask(wish, place) {
        const containers = [...new Set(choices(topology, known).map((pair) => pair.container))];
        const container = await askPick(
          place,
          l10n.t('Container to disconnect'),
          containers.map((value) => ({
            label: displayText(value.name.value),
            description: value.state.value,
            value,
          })),
        );
        return container === undefined || container === goBack ? container : { ...wish, container };
      },
    },
    {
      applies: () => known.network === undefined,
      async ask(wish, place) {
        const networks = choices(topology, wish).map((pair) => pair.network);
        const network = await askPick(
          place,
          l10n.t('Network to disconnect from'),
          networks.map((value) => ({
            label: displayText(value.name.value),
            description: value.driver.value,
            value,
          })),
        );
        return network === undefined || network === goBack ? network : { ...wish, network };
      },
    },
  ];
}

async function disconnect(
  services: CommandServices,
  { id: containerId }: Container,
  network: Network,
): Promise<void> {
  const { l10n } = vscode;
  // What an undo restores is taken from the record as it is right before.
  const { topology, engine, snapshot } = await freshReading(services);
  const before = recordOf(snapshot, containerId);
  const container = topology.containers.find(({ id }) => id === containerId);
  const who = displayText(container?.name.value ?? containerId);
  const where = displayText(network.name.value);
  const effects = previewDisconnect(topology, containerId, network.id);
  const question = l10n.t('Disconnect {0} from {1}?', who, where);
  const texts = effects.map(({ text }) => displayText(text));
  if (!(await confirmChange(question, texts, l10n.t('Disconnect')))) return;
  const request = { networkId: network.id, containerId, force: false };
  await withEngineProgress(l10n.t('Disconnecting {0} from {1}', who, where), (signal) =>
    engine.disconnect(request, signal),
  );
  await services.store.refresh();
  const message = l10n.t('{0} is disconnected from {1}.', who, where);
  if (before === undefined) {
    void vscode.window.showInformationMessage(message);
    return;
  }
  const named = { id: network.id, name: network.name.value };
  const undo = () => takeBack(services, engine, { before, engine: snapshot.engine }, named, who);
  offerUndo(message, undo, services);
}

async function takeBack(
  services: CommandServices,
  engine: Engine,
  was: { readonly before: ContainerRecord; readonly engine: Snapshot['engine'] },
  network: { readonly id: string; readonly name: string },
  who: string,
): Promise<void> {
  const { l10n } = vscode;
  const where = displayText(network.name);
  const request = undoDisconnect(was.before, network, was.engine);
  if (request === undefined) return;
  await withEngineProgress(l10n.t('Connecting {0} to {1}', who, where), (signal) =>
    engine.connect(request, signal),
  );
  const { snapshot } = await freshReading(services);
  const after = recordOf(snapshot, was.before.Id);
  const changes = after === undefined ? [] : addressChange(was.before, after, network);
  const lines = changes.map(({ kind, before, after: now }) => {
    switch (kind) {
      case 'ipv4':
        return l10n.t('Its IPv4 address changed: {0} → {1}.', before, now);
      case 'ipv6':
        return l10n.t('Its IPv6 address changed: {0} → {1}.', before, now);
      case 'mac':
        return l10n.t('Its MAC address changed: {0} → {1}.', before, now);
    }
  });
  const done = l10n.t('Undone: {0} is connected to {1} again.', who, where);
  void vscode.window.showInformationMessage([done, ...lines].join(' '));
}

function recordOf(snapshot: Snapshot, id: string): ContainerRecord | undefined {
  return snapshot.containers.find((record) => record.Id === id);
}
