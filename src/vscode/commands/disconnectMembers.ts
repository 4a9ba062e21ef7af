import * as vscode from 'vscode';
import { previewDisconnect } from '../../analysis/fixes/membershipPreview';
import { disconnectEffects } from '../../analysis/membershipChange';
import type { Container } from '../../model/container';
import type { Network } from '../../model/network';
import type { ContainerRecord } from '../../model/records/containerRecord';
import type { Snapshot } from '../../model/snapshot';
import type { Topology } from '../../model/topology';
import { displayText } from '../../scene/displayText';
import type { Engine } from '../../sources/engine/engine';
import { addressChange, undoDisconnect } from '../../sources/engine/undo';
import type { CommandServices } from './commandServices';
import { disconnectLine } from './dockerLine';
import { inTurn } from './inTurn';
import { confirmChange, freshReading, offerUndo, withEngineProgress } from './writeAccess';
import { showInformation } from '../messages';

/** A container on a network. */
export interface Membership {
  readonly container: Container;
  readonly network: Network;
}

/** Beyond so many their paths are not traced for the question. */
const tracedMemberships = 3;

/**
 * Takes the containers off the networks, one after the other: says what will change first, and offers
 * to undo what was done, also when it broke off. @throws EngineError
 */
export async function disconnectMembers(
  services: CommandServices,
  memberships: readonly Membership[],
): Promise<void> {
  const { l10n } = vscode;
  const [only] = memberships;
  if (only === undefined) return;
  // What an undo restores is taken from the records as they are right before.
  const { topology, engine, snapshot } = await freshReading(services);
  const { who, where } = namesOf(memberships);
  const texts = memberships.flatMap((one) => effectTexts(topology, one, memberships.length));
  const question = l10n.t('Disconnect {0} from {1}?', who, where);
  const lines = memberships.map(({ container, network }) => disconnectLine(network, container));
  const shown = [...texts, '', ...lines.map(displayText)];
  if (!(await confirmChange(question, shown, l10n.t('Disconnect')))) return;
  const { done, failure } = await withEngineProgress(
    l10n.t('Disconnecting {0} from {1}', who, where),
    (signal) =>
      inTurn(memberships, ({ container, network }) =>
        engine.disconnect(
          { networkId: network.id, containerId: container.id, force: false },
          signal,
        ),
      ),
  );
  await services.store.refresh();
  if (done.length > 0) {
    const told = namesOf(done);
    const message =
      done.length === 1
        ? l10n.t('{0} is disconnected from {1}.', told.who, told.where)
        : l10n.t('{0} are disconnected from {1}.', told.who, told.where);
    offerUndo(message, () => takeBack(services, engine, snapshot, done), services);
  }
  if (failure !== undefined) throw failure.error;
}

/** What a sentence calls them: by name where there is one, else how many. */
function namesOf(memberships: readonly Membership[]): {
  readonly who: string;
  readonly where: string;
} {
  const { l10n } = vscode;
  const containers = [...new Set(memberships.map(({ container }) => container.name.value))];
  const networks = [...new Set(memberships.map(({ network }) => network.name.value))];
  const [container = ''] = containers;
  const [network = ''] = networks;
  return {
    who:
      containers.length === 1
        ? displayText(container)
        : l10n.t('{0} containers', containers.length),
    where: networks.length === 1 ? displayText(network) : l10n.t('{0} networks', networks.length),
  };
}

function effectTexts(
  topology: Topology,
  { container, network }: Membership,
  count: number,
): readonly string[] {
  const effects =
    count > tracedMemberships
      ? disconnectEffects(topology, container.id, network.id)
      : previewDisconnect(topology, container.id, network.id);
  const texts = effects.map(({ text }) => displayText(text));
  const heading = `${container.name.value} – ${network.name.value}:`;
  return count === 1 ? texts : [displayText(heading), ...texts];
}

async function takeBack(
  services: CommandServices,
  engine: Engine,
  was: Snapshot,
  done: readonly Membership[],
): Promise<void> {
  const { l10n } = vscode;
  const { who, where } = namesOf(done);
  const { done: undone, failure } = await withEngineProgress(
    l10n.t('Connecting {0} to {1}', who, where),
    (signal) =>
      inTurn([...done].reverse(), async ({ container, network }) => {
        const before = recordOf(was, container.id);
        const request = before && undoDisconnect(before, named(network), was.engine);
        if (request !== undefined) await engine.connect(request, signal);
      }),
  );
  const { snapshot } = await freshReading(services);
  if (failure !== undefined) throw failure.error;
  const message =
    undone.length === 1
      ? l10n.t('Undone: {0} is connected to {1} again.', who, where)
      : l10n.t('Undone: {0} are connected to {1} again.', who, where);
  const changes = undone.flatMap((one) => changeTexts(was, snapshot, one));
  void showInformation([message, ...changes].join(' '));
}

function changeTexts(
  was: Snapshot,
  now: Snapshot,
  { container, network }: Membership,
): readonly string[] {
  const { l10n } = vscode;
  const before = recordOf(was, container.id);
  const after = recordOf(now, container.id);
  if (before === undefined || after === undefined) return [];
  return addressChange(before, after, named(network)).map((change) => {
    switch (change.kind) {
      case 'ipv4':
        return l10n.t('Its IPv4 address changed: {0} → {1}.', change.before, change.after);
      case 'ipv6':
        return l10n.t('Its IPv6 address changed: {0} → {1}.', change.before, change.after);
      case 'mac':
        return l10n.t('Its MAC address changed: {0} → {1}.', change.before, change.after);
    }
  });
}

function named({ id, name }: Network) {
  return { id, name: name.value };
}

function recordOf(snapshot: Snapshot, id: string): ContainerRecord | undefined {
  return snapshot.containers.find((record) => record.Id === id);
}
