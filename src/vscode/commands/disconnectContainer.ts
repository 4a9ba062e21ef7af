import * as vscode from 'vscode';
import type { Container } from '../../model/container';
import type { Network } from '../../model/network';
import type { Topology } from '../../model/topology';
import { displayText } from '../../scene/displayText';
import type { CommandServices } from './commandServices';
import { resolveSubjects, type CommandTarget } from './commandTarget';
import { disconnectMembers, type Membership } from './disconnectMembers';
import { engineOf } from './engineOf';
import { disconnectableNetworks } from './membershipChoices';
import { askMany, askPick, askSteps, goBack, type Step } from './steps';
import { mayWrite } from './writeAccess';
import { showInformation } from '../messages';

interface Known {
  readonly container?: Container;
  readonly network?: Network;
}

interface Wish {
  readonly container?: Container;
  readonly memberships: readonly Membership[];
}

/**
 * *Disconnect…*: asks what is not known yet, says what will change, disconnects, offers undo. Of several
 * selected rows each container leaves the network it stands under.
 */
export async function disconnectContainer(
  services: CommandServices,
  argument: unknown,
  selected: unknown,
): Promise<void> {
  if (!(await mayWrite())) return;
  const read = await engineOf(services);
  if (read === undefined) return;
  const { topology } = read;
  const targets = resolveSubjects(services.sources, argument, selected);
  const rows = targets.flatMap((target) => pairOf(topology, target));
  if (rows.length > 1) {
    await disconnectMembers(services, rows);
    return;
  }
  const [{ container, network } = {}] = targets as readonly Known[];
  const known: Known = {
    ...(container === undefined ? {} : { container }),
    ...(network === undefined ? {} : { network }),
  };
  const obstacle = whyNot(topology, known);
  if (obstacle !== undefined) {
    void showInformation(displayText(obstacle));
    return;
  }
  const all = choices(topology, known);
  const isOne = known.container !== undefined && known.network !== undefined;
  const wish = isOne
    ? { memberships: all }
    : await askSteps(vscode.l10n.t('Disconnect Container'), steps(topology, known), {
        memberships: [],
      });
  if (wish !== undefined) await disconnectMembers(services, wish.memberships);
}

function pairOf(topology: Topology, { container, network }: CommandTarget): readonly Membership[] {
  if (container === undefined || network === undefined) return [];
  return choices(topology, { container, network });
}

/** Pairs that can be taken apart, restricted to what is known. */
function choices(topology: Topology, known: Known): readonly Membership[] {
  return topology.containers
    .filter(({ id }) => known.container === undefined || known.container.id === id)
    .flatMap((container) =>
      disconnectableNetworks(topology, container)
        .filter(({ id }) => known.network === undefined || known.network.id === id)
        .map((network) => ({ container, network })),
    );
}

function whyNot(topology: Topology, known: Known): string | undefined {
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

/** A network's containers are chosen together, and so are a container's networks. */
function steps(topology: Topology, known: Known): readonly Step<Wish>[] {
  const { l10n } = vscode;
  return [
    {
      applies: () => known.container === undefined && known.network === undefined,
      async ask(wish, place) {
        const containers = [...new Set(choices(topology, known).map((pair) => pair.container))];
        const placeholder = l10n.t('Container to disconnect');
        const container = await askPick(place, placeholder, containers.map(containerItem));
        return container === undefined || container === goBack ? container : { ...wish, container };
      },
    },
    {
      applies: () => true,
      async ask(wish, place) {
        const container = known.container ?? wish.container;
        const pairs = choices(topology, {
          ...known,
          ...(container === undefined ? {} : { container }),
        });
        const [placeholder, items] =
          container === undefined
            ? [
                l10n.t('Containers to disconnect'),
                pairs.map((value) => ({ ...containerItem(value.container), value })),
              ]
            : [
                l10n.t('Networks to disconnect from'),
                pairs.map((value) => ({ ...networkItem(value.network), value })),
              ];
        const memberships = await askMany(place, placeholder, items, 'focused');
        return memberships === undefined || memberships === goBack
          ? memberships
          : { ...wish, memberships };
      },
    },
  ];
}

function containerItem(value: Container) {
  return {
    label: displayText(value.name.value),
    description: value.state.value,
    value,
  };
}

function networkItem(value: Network) {
  return {
    label: displayText(value.name.value),
    description: value.driver.value,
    value,
  };
}
