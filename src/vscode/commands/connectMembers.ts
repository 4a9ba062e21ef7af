import * as vscode from 'vscode';
import { previewConnect } from '../../analysis/fixes/membershipPreview';
import { connectEffects } from '../../analysis/membershipChange';
import type { Container } from '../../model/container';
import type { Network } from '../../model/network';
import type { Topology } from '../../model/topology';
import { displayText } from '../../scene/displayText';
import type { ConnectRequest, Engine, EndpointSettings } from '../../sources/engine/engine';
import { undoConnect } from '../../sources/engine/undo';
import { endpointAddresses } from '../elementTarget';
import type { CommandServices } from './commandServices';
import { connectLine } from './dockerLine';
import { inTurn } from './inTurn';
import { confirmChange, freshReading, offerUndo, withEngineProgress } from './writeAccess';
import { showInformation } from '../messages';

/** Beyond so many containers their paths are not traced for the question. */
const tracedContainers = 3;

/**
 * Connects the containers to the network, one after the other: says what will change first, and offers
 * to undo what was done, also when it broke off. @throws EngineError
 */
export async function connectMembers(
  services: CommandServices,
  containers: readonly Container[],
  network: Network,
  settings: EndpointSettings,
): Promise<void> {
  const { l10n } = vscode;
  const { topology, engine } = await freshReading(services);
  const [only] = containers;
  if (only === undefined) return;
  const where = displayText(network.name.value);
  const who =
    containers.length === 1
      ? displayText(only.name.value)
      : l10n.t('{0} containers', containers.length);
  const texts = containers.flatMap((container) =>
    effectTexts(topology, container, network, settings, containers.length),
  );
  const question = l10n.t('Connect {0} to {1}?', who, where);
  const lines = containers.map((container) => connectLine(network, container, settings));
  const told = [...texts, '', ...lines.map(displayText)];
  if (!(await confirmChange(question, told, l10n.t('Connect')))) return;
  const requests = containers.map(({ id: containerId }): ConnectRequest => ({
    networkId: network.id,
    containerId,
    settings,
  }));
  const { done, failure } = await withEngineProgress(
    l10n.t('Connecting {0} to {1}', who, where),
    (signal) => inTurn(requests, (request) => engine.connect(request, signal)),
  );
  if (done.length > 0) {
    const all = done.length === containers.length ? who : l10n.t('{0} containers', done.length);
    const message = await doneMessage(services, done, network, all);
    offerUndo(message, () => takeBack(services, engine, done, all, where), services);
  }
  if (failure !== undefined) {
    await services.store.refresh();
    throw failure.error;
  }
}

function effectTexts(
  topology: Topology,
  container: Container,
  network: Network,
  { aliases = [], gatewayPriority }: EndpointSettings,
  count: number,
): readonly string[] {
  const wish = { aliases, ...(gatewayPriority === undefined ? {} : { gatewayPriority }) };
  const effects =
    count > tracedContainers
      ? connectEffects(topology, container.id, network.id, wish)
      : previewConnect(topology, container.id, network.id, wish);
  const texts = effects.map(({ text }) => displayText(text));
  return count === 1 ? texts : [`${displayText(container.name.value)}:`, ...texts];
}

async function doneMessage(
  services: CommandServices,
  done: readonly ConnectRequest[],
  network: Network,
  who: string,
): Promise<string> {
  const { l10n } = vscode;
  const where = displayText(network.name.value);
  const ids = new Set(done.map(({ containerId }) => containerId));
  const addresses = (await freshReading(services)).topology.endpoints
    .filter(
      ({ containerId, networkId }) =>
        networkId === network.id && containerId !== undefined && ids.has(containerId),
    )
    .flatMap(endpointAddresses);
  if (done.length > 1) return l10n.t('{0} are connected to {1}.', who, where);
  return addresses.length === 0
    ? l10n.t('{0} is connected to {1}.', who, where)
    : l10n.t('{0} is connected to {1} with {2}.', who, where, addresses.join(', '));
}

async function takeBack(
  services: CommandServices,
  engine: Engine,
  done: readonly ConnectRequest[],
  who: string,
  where: string,
): Promise<void> {
  const { l10n } = vscode;
  const { failure } = await withEngineProgress(
    l10n.t('Disconnecting {0} from {1}', who, where),
    (signal) =>
      inTurn([...done].reverse(), (request) => engine.disconnect(undoConnect(request), signal)),
  );
  await services.store.refresh();
  if (failure !== undefined) throw failure.error;
  void showInformation(
    done.length === 1
      ? l10n.t('Undone: {0} is no longer connected to {1}.', who, where)
      : l10n.t('Undone: {0} are no longer connected to {1}.', who, where),
  );
}
