import * as vscode from 'vscode';
import type { Container } from '../../model/container';
import type { Network } from '../../model/network';
import type { Topology } from '../../model/topology';
import { displayText } from '../../scene/displayText';
import { addAlias } from './addAlias';
import { askEndpointOptions } from './askEndpointOptions';
import type { CommandServices } from './commandServices';
import { resolveSubjects } from './commandTarget';
import { connectMembers } from './connectMembers';
import { emptyEndpointWish, endpointSettings, type EndpointWish } from './endpointWish';
import { engineOf } from './engineOf';
import {
  canConnect,
  connectableContainers,
  connectableNetworks,
  isConnectable,
} from './membershipChoices';
import { askMany, askPick, askSteps, goBack, type PickItem, type Step } from './steps';
import { mayWrite } from './writeAccess';
import { showInformation } from '../messages';

interface Wish {
  readonly network?: Network;
  readonly containers: readonly Container[];
  readonly settings: EndpointWish;
}

type Known = Pick<Wish, 'network' | 'containers'>;

/**
 * *Connect Container…*: asks what is not known yet, says what will change, connects, offers undo. Of
 * several selected rows all containers are connected at once.
 */
export async function connectContainer(
  services: CommandServices,
  argument: unknown,
  selected: unknown,
): Promise<void> {
  if (!(await mayWrite())) return;
  const read = await engineOf(services);
  if (read === undefined) return;
  const { topology } = read;
  const pair = asPair(argument);
  if (pair !== undefined) {
    await connectPair(services, topology, pair);
    return;
  }
  const known = knownOf(services, argument, selected);
  const obstacle = whyNot(topology, known);
  if (obstacle !== undefined) {
    void showInformation(displayText(obstacle));
    return;
  }
  const title = vscode.l10n.t('Connect Container');
  const wish = await askSteps(title, steps(topology, known), {
    ...known,
    settings: emptyEndpointWish,
  });
  if (wish?.network === undefined) return;
  await connectMembers(services, wish.containers, wish.network, endpointSettings(wish.settings));
}

/** Both ends, known by id: what a trace proposes, and what was dragged onto a network. */
interface Pair {
  readonly containerIds: readonly string[];
  readonly networkId: string;
  /** They are on it already, and are to have one more name there. */
  readonly alias?: string;
}

function asPair(argument: unknown): Pair | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { from, containerId, containerIds, networkId, alias } = argument as Readonly<
    Record<string, unknown>
  >;
  const ids: readonly unknown[] = Array.isArray(containerIds) ? containerIds : [containerId];
  if (from !== 'fix' || typeof networkId !== 'string') return undefined;
  return {
    containerIds: ids.filter((id) => typeof id === 'string'),
    networkId,
    ...(typeof alias === 'string' ? { alias } : {}),
  };
}

/** Nothing more is asked than whether to do it. */
async function connectPair(
  services: CommandServices,
  topology: Topology,
  { containerIds, networkId, alias }: Pair,
): Promise<void> {
  const network = topology.networks.find(({ id }) => id === networkId);
  const containers = topology.containers.filter(({ id }) => containerIds.includes(id));
  const [first] = containers;
  if (network === undefined || first === undefined) return;
  if (alias !== undefined) {
    await addAlias(services, first, network, alias);
    return;
  }
  const able = new Set(connectableContainers(topology, network));
  const those = containers.filter((container) => able.has(container));
  const obstacle = those.length > 0 ? undefined : whyNot(topology, { network, containers });
  if (obstacle !== undefined) {
    void showInformation(displayText(obstacle));
    return;
  }
  await connectMembers(services, those, network, {});
}

/** A container on a network is asked about as a container: it is on that network already. */
function knownOf({ sources }: CommandServices, argument: unknown, selected: unknown): Known {
  const targets = resolveSubjects(sources, argument, selected);
  const containers = [...new Set(targets.flatMap(({ container }) => container ?? []))];
  const networks = targets.flatMap(({ container, network }) =>
    container === undefined && network !== undefined ? [network] : [],
  );
  // Rows of containers and one of a network, selected together, are both ends.
  const [network] = networks;
  return network === undefined ? { containers } : { containers, network };
}

function whyNot(topology: Topology, { containers, network }: Known): string | undefined {
  const { l10n } = vscode;
  if (network !== undefined && !isConnectable(network)) {
    return l10n.t('Containers cannot be connected to {0}.', network.name.value);
  }
  const free = network === undefined ? [] : connectableContainers(topology, network);
  if (network !== undefined && containers.length === 0 && free.length === 0) {
    return l10n.t('There is no container that could be connected to {0}.', network.name.value);
  }
  const unable = containers.find((container) => !canConnect(topology, container));
  if (unable !== undefined) {
    const name = unable.name.value;
    switch (unable.networkMode.value.kind) {
      case 'host':
        return l10n.t('{0} uses the host’s network, so it cannot join others.', name);
      case 'container':
        return l10n.t('{0} shares another container’s network, so it cannot join others.', name);
      case 'none':
      case 'networks':
        return l10n.t('{0} cannot join a network now: disconnect it from “none” first.', name);
    }
  }
  const [first] = containers;
  if (first !== undefined && network !== undefined) {
    return containers.some((container) => free.includes(container))
      ? undefined
      : l10n.t('{0} is on {1} already.', first.name.value, network.name.value);
  }
  if (first === undefined || networksFor(topology, containers).length > 0) return undefined;
  return l10n.t('There is no other network that {0} could join.', first.name.value);
}

/** Networks that at least one of them could join. */
function networksFor(topology: Topology, containers: readonly Container[]): readonly Network[] {
  const able = new Set(containers.flatMap((container) => connectableNetworks(topology, container)));
  return topology.networks.filter((network) => able.has(network));
}

function steps(topology: Topology, known: Known): readonly Step<Wish>[] {
  const { l10n } = vscode;
  return [
    {
      applies: () => known.network === undefined,
      async ask(wish, place) {
        const networks =
          known.containers.length === 0
            ? topology.networks.filter(
                (network) => connectableContainers(topology, network).length > 0,
              )
            : networksFor(topology, known.containers);
        const placeholder = l10n.t('Network to connect to');
        const network = await askPick(place, placeholder, networks.map(networkItem));
        return network === undefined || network === goBack ? network : { ...wish, network };
      },
    },
    {
      applies: () => known.containers.length === 0,
      async ask(wish, place) {
        const able =
          wish.network === undefined ? [] : connectableContainers(topology, wish.network);
        const items = able.map(containerItem);
        const containers = await askMany(place, l10n.t('Containers to connect'), items, 'focused');
        return containers === undefined || containers === goBack
          ? containers
          : { ...wish, containers };
      },
    },
    {
      applies: () => true,
      async ask(wish, place) {
        const { network, settings } = wish;
        if (network === undefined) return undefined;
        const able = new Set(connectableContainers(topology, network));
        const containers = wish.containers.filter((container) => able.has(container));
        const asked = await askEndpointOptions(topology, network, containers, settings, place);
        return asked === undefined || asked === goBack
          ? asked
          : { ...wish, containers, settings: asked };
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
