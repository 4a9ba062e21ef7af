import * as vscode from 'vscode';
import { previewConnect } from '../../analysis/fixes/membershipPreview';
import { addressFamily } from '../../model/address';
import type { Container } from '../../model/container';
import type { Network } from '../../model/network';
import type { Topology } from '../../model/topology';
import type { ConnectRequest, Engine, EndpointSettings } from '../../sources/engine/engine';
import { undoConnect } from '../../sources/engine/undo';
import { endpointAddresses } from '../elementTarget';
import { displayText } from '../../scene/displayText';
import type { CommandServices } from './commandServices';
import { asSubject, engineTopology, resolveSubject } from './commandTarget';
import {
  canConnect,
  connectableContainers,
  connectableNetworks,
  isConnectable,
} from './membershipChoices';
import { aliasProblem, parseAliases, staticAddressProblem } from './staticAddress';
import { askPick, askSteps, askText, goBack, type PickItem, type Step } from './steps';
import {
  confirmChange,
  freshReading,
  mayWrite,
  offerUndo,
  withEngineProgress,
} from './writeAccess';

interface Wish {
  readonly network?: Network;
  readonly container?: Container;
  readonly aliases: string;
  readonly address: string;
}

/** *Connect Container…*: asks what is not known yet, says what will change, connects, offers undo. */
export async function connectContainer(
  services: CommandServices,
  argument: unknown,
): Promise<void> {
  if (!(await mayWrite())) return;
  const topology = await engineTopology(services.engine);
  if (topology === undefined) return;
  const fix = asFix(argument);
  if (fix !== undefined) {
    const container = topology.containers.find(({ id }) => id === fix.containerId);
    const network = topology.networks.find(({ id }) => id === fix.networkId);
    if (container !== undefined && network !== undefined)
      await connect(services, container, network, {});
    return;
  }
  const subject = asSubject(argument);
  const target = subject && resolveSubject(services.sources, subject);
  // A container on a network is asked about as a container: it is on that network already.
  const known: Pick<Wish, 'container' | 'network'> =
    target?.container !== undefined
      ? { container: target.container }
      : target?.network !== undefined
        ? { network: target.network }
        : {};
  const obstacle = whyNot(topology, known);
  if (obstacle !== undefined) {
    void vscode.window.showInformationMessage(displayText(obstacle));
    return;
  }
  const wish = await askSteps(vscode.l10n.t('Connect Container'), steps(topology, known), {
    ...known,
    aliases: '',
    address: '',
  });
  if (wish?.container === undefined || wish.network === undefined) return;
  await connect(services, wish.container, wish.network, settingsOf(wish));
}

/** What a trace proposes: both ends are known, and nothing else is asked. */
function asFix(
  argument: unknown,
): { readonly containerId: string; readonly networkId: string } | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { from, containerId, networkId } = argument as Readonly<Record<string, unknown>>;
  if (from !== 'fix' || typeof containerId !== 'string' || typeof networkId !== 'string') {
    return undefined;
  }
  return { containerId, networkId };
}

function whyNot(
  topology: Topology,
  { container, network }: Pick<Wish, 'container' | 'network'>,
): string | undefined {
  const { l10n } = vscode;
  if (network !== undefined && !isConnectable(network)) {
    return l10n.t('Containers cannot be connected to {0}.', network.name.value);
  }
  if (network !== undefined && connectableContainers(topology, network).length === 0) {
    return l10n.t('There is no container that could be connected to {0}.', network.name.value);
  }
  if (container === undefined) return undefined;
  const name = container.name.value;
  if (!canConnect(topology, container)) {
    switch (container.networkMode.value.kind) {
      case 'host':
        return l10n.t('{0} uses the host’s network, so it cannot join others.', name);
      case 'container':
        return l10n.t('{0} shares another container’s network, so it cannot join others.', name);
      case 'none':
      case 'networks':
        return l10n.t('{0} cannot join a network now: disconnect it from “none” first.', name);
    }
  }
  if (connectableNetworks(topology, container).length > 0) return undefined;
  return l10n.t('There is no other network that {0} could join.', name);
}

function steps(
  topology: Topology,
  known: Pick<Wish, 'container' | 'network'>,
): readonly Step<Wish>[] {
  const { l10n } = vscode;
  // On the default bridge the engine takes neither aliases nor addresses.
  const hasOptions = ({ network }: Wish) => network?.isDefaultBridge !== true;
  return [
    {
      applies: () => known.network === undefined,
      async ask(wish, place) {
        const networks =
          known.container === undefined
            ? topology.networks.filter(
                (network) => connectableContainers(topology, network).length > 0,
              )
            : connectableNetworks(topology, known.container);
        const placeholder = l10n.t('Network to connect to');
        const network = await askPick(place, placeholder, networks.map(networkItem));
        return network === undefined || network === goBack ? network : { ...wish, network };
      },
    },
    {
      applies: () => known.container === undefined,
      async ask(wish, place) {
        const containers =
          wish.network === undefined ? [] : connectableContainers(topology, wish.network);
        const placeholder = l10n.t('Container to connect');
        const container = await askPick(place, placeholder, containers.map(containerItem));
        return container === undefined || container === goBack ? container : { ...wish, container };
      },
    },
    {
      applies: hasOptions,
      async ask(wish, place) {
        const prompt = l10n.t(
          'Aliases: more names on this network, separated by spaces (optional)',
        );
        const aliases = await askText(place, prompt, wish.aliases, (text) =>
          aliasProblem(text, l10n),
        );
        return aliases === undefined || aliases === goBack ? aliases : { ...wish, aliases };
      },
    },
    {
      applies: hasOptions,
      async ask(wish, place) {
        const { network } = wish;
        const prompt = l10n.t('Static address (optional; empty: the engine chooses one)');
        const address = await askText(place, prompt, wish.address, (text) =>
          network === undefined ? undefined : staticAddressProblem(topology, network, text, l10n),
        );
        return address === undefined || address === goBack ? address : { ...wish, address };
      },
    },
  ];
}

function networkItem(network: Network): PickItem<Network> {
  return {
    label: displayText(network.name.value),
    description: network.driver.value,
    value: network,
  };
}

function containerItem(container: Container): PickItem<Container> {
  return {
    label: displayText(container.name.value),
    description: `${container.state.value} · ${displayText(container.image.value)}`,
    value: container,
  };
}

function settingsOf({ aliases, address }: Wish): EndpointSettings {
  const names = parseAliases(aliases);
  return {
    ...(names.length > 0 ? { aliases: names } : {}),
    ...(addressFamily(address) === 4 ? { ipv4: address } : {}),
    ...(addressFamily(address) === 6 ? { ipv6: address } : {}),
  };
}

async function connect(
  services: CommandServices,
  container: Container,
  network: Network,
  settings: EndpointSettings,
): Promise<void> {
  const { l10n } = vscode;
  const { topology, engine } = await freshReading(services);
  const effects = previewConnect(topology, container.id, network.id, {
    aliases: settings.aliases ?? [],
  });
  const [who, where] = [displayText(container.name.value), displayText(network.name.value)];
  const question = l10n.t('Connect {0} to {1}?', who, where);
  const texts = effects.map(({ text }) => displayText(text));
  if (!(await confirmChange(question, texts, l10n.t('Connect')))) return;
  const request: ConnectRequest = { networkId: network.id, containerId: container.id, settings };
  await withEngineProgress(l10n.t('Connecting {0} to {1}', who, where), (signal) =>
    engine.connect(request, signal),
  );
  const addresses = (await freshReading(services)).topology.endpoints
    .filter(
      ({ containerId, networkId }) => containerId === container.id && networkId === network.id,
    )
    .flatMap(endpointAddresses);
  const message =
    addresses.length === 0
      ? l10n.t('{0} is connected to {1}.', who, where)
      : l10n.t('{0} is connected to {1} with {2}.', who, where, addresses.join(', '));
  offerUndo(message, () => takeBack(services, engine, request, who, where), services);
}

async function takeBack(
  services: CommandServices,
  engine: Engine,
  request: ConnectRequest,
  who: string,
  where: string,
): Promise<void> {
  const { l10n } = vscode;
  await withEngineProgress(l10n.t('Disconnecting {0} from {1}', who, where), (signal) =>
    engine.disconnect(undoConnect(request), signal),
  );
  await services.store.refresh();
  void vscode.window.showInformationMessage(
    l10n.t('Undone: {0} is no longer connected to {1}.', who, where),
  );
}
