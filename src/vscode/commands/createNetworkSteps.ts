import * as vscode from 'vscode';
import type { Snapshot } from '../../model/snapshot';
import type { Topology } from '../../model/topology';
import { displayText } from '../../scene/displayText';
import { createArguments } from '../../sources/engine/dockerArguments';
import { nextSubnet } from '../../topology/subnetConflicts';
import { askParent } from './askParent';
import { copyLine, dockerLine } from './dockerLine';
import {
  gatewayProblem,
  hasParent,
  nameProblem,
  needsSubnet6,
  networkRequest,
  rangeProblem,
  subnet6Problem,
  subnetProblem,
  subnetWarning,
  type NetworkWish,
} from './networkWish';
import { pairsProblem } from './optionPairs';
import { askMany, askPick, askText, goBack, type PickItem, type Step } from './steps';

/** What *Create Network…* asks, and whether `more` was wanted of it. */
export interface CreateWish extends NetworkWish {
  readonly more: readonly More[];
}

type More = 'internal' | 'attachable' | 'ipv6' | 'options' | 'labels';

/** Asks all of it; the last step shows the exact command. */
export function createNetworkSteps(
  topology: Topology,
  info: Snapshot['engine']['info'],
): readonly Step<CreateWish>[] {
  const { l10n } = vscode;
  const text = (
    field: 'name' | 'subnet' | 'gateway' | 'range' | 'subnet6' | 'options' | 'labels',
    applies: (wish: CreateWish) => boolean,
    prompt: (wish: CreateWish) => string,
    problem: (wish: CreateWish, typed: string) => string | undefined,
    warning: (wish: CreateWish, typed: string) => string | undefined = () => undefined,
  ): Step<CreateWish> => ({
    applies,
    async ask(wish, place) {
      const typed = await askText(
        place,
        prompt(wish),
        wish[field],
        (value) => problem(wish, value),
        (value) => warning(wish, value),
      );
      return typed === undefined || typed === goBack ? typed : { ...wish, [field]: typed };
    },
  });
  const hasSubnet = ({ subnet }: CreateWish) => subnet !== '';
  return [
    text(
      'name',
      () => true,
      () => l10n.t('Name of the network'),
      (_wish, typed) => nameProblem(topology, typed, l10n),
    ),
    {
      applies: () => true,
      async ask(wish, place) {
        const driver = await askPick(place, l10n.t('Driver'), driverItems(info));
        return driver === undefined || driver === goBack ? driver : { ...wish, driver };
      },
    },
    {
      applies: ({ driver }) => hasParent(driver),
      async ask(wish, place) {
        const parent = await askParent(topology, wish, place);
        return parent === undefined || parent === goBack ? parent : { ...wish, parent };
      },
    },
    text(
      'subnet',
      () => true,
      ({ driver }) => subnetPrompt(topology, driver),
      (_wish, typed) => subnetProblem(topology, typed, 4, l10n),
      (wish, typed) => subnetWarning(topology, wish, typed, l10n),
    ),
    text(
      'gateway',
      hasSubnet,
      ({ subnet }) => l10n.t('Gateway in {0} (optional; empty: its first address)', subnet),
      (wish, typed) => gatewayProblem(wish, typed, l10n),
    ),
    text(
      'range',
      hasSubnet,
      ({ subnet }) =>
        l10n.t('Range of {0} to hand addresses out from (optional; empty: all of it)', subnet),
      (wish, typed) => rangeProblem(wish, typed, l10n),
    ),
    {
      applies: () => true,
      async ask(wish, place) {
        const more = await askMany(
          place,
          l10n.t('Options (none need be checked)'),
          moreItems(wish),
          'allowed',
        );
        if (more === undefined || more === goBack) return more;
        return {
          ...wish,
          more,
          internal: more.includes('internal'),
          attachable: more.includes('attachable'),
          ipv6: more.includes('ipv6'),
          ...(more.includes('options') ? {} : { options: '' }),
          ...(more.includes('labels') ? {} : { labels: '' }),
        };
      },
    },
    text(
      'subnet6',
      ({ ipv6 }) => ipv6,
      () =>
        needsSubnet6(topology)
          ? l10n.t('IPv6 subnet')
          : l10n.t('IPv6 subnet (optional; empty: the engine chooses one)'),
      (_wish, typed) => subnet6Problem(topology, typed, l10n),
      (wish, typed) => subnetWarning(topology, wish, typed, l10n),
    ),
    text(
      'options',
      ({ more }) => more.includes('options'),
      ({ driver }) => l10n.t('Driver options, e.g. {0}', optionExample(driver)),
      (_wish, typed) => pairsProblem(typed, l10n),
    ),
    text(
      'labels',
      ({ more }) => more.includes('labels'),
      () => l10n.t('Labels, e.g. {0}', 'com.example.team=shop'),
      (_wish, typed) => pairsProblem(typed, l10n),
    ),
    {
      applies: () => true,
      async ask(wish) {
        const line = dockerLine(createArguments(networkRequest(wish)));
        const notes = [wish.subnet, wish.subnet6]
          .map((subnet) => subnetWarning(topology, wish, subnet, l10n))
          .filter((note) => note !== undefined);
        const create = l10n.t('Create Network');
        const copy = l10n.t('Copy as docker Command');
        const back = l10n.t('Back');
        // A dialog shows the whole line, however long.
        const chosen = await vscode.window.showInformationMessage(
          l10n.t('Create the network {0}?', displayText(wish.name)),
          { modal: true, detail: displayText(line) + notes.map((note) => `\n${note}`).join('') },
          create,
          copy,
          back,
        );
        if (chosen === copy) await copyLine(line);
        if (chosen === back) return goBack;
        return chosen === create ? wish : undefined;
      },
    },
  ];
}

/** The engine's drivers; host and null have their one network already. */
function driverItems({ Plugins, Swarm }: Snapshot['engine']['info']): readonly PickItem<string>[] {
  const { l10n } = vscode;
  const told = Plugins?.Network ?? ['bridge', 'ipvlan', 'macvlan', 'overlay'];
  const drivers = [...new Set(told)].filter((name) => name !== 'host' && name !== 'null');
  const rank = (name: string) => (name === 'bridge' ? 0 : 1);
  const words: Readonly<Record<string, string>> = {
    bridge: l10n.t('containers on this host, behind NAT'),
    macvlan: l10n.t('containers on the parent’s network, each with a MAC address of its own'),
    ipvlan: l10n.t('containers on the parent’s network, with the parent’s MAC address'),
    overlay:
      Swarm?.LocalNodeState === 'active'
        ? l10n.t('containers on all hosts of the swarm')
        : l10n.t('takes a swarm, which this engine is not in'),
  };
  return drivers
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map((value) => ({
      label: displayText(value),
      description: words[value] ?? l10n.t('a plugin'),
      value,
    }));
}

function subnetPrompt(topology: Topology, driver: string): string {
  const { l10n } = vscode;
  const next = driver === 'overlay' ? undefined : nextSubnet(topology);
  if (next === undefined) return l10n.t('IPv4 subnet (optional; empty: the engine chooses one)');
  if (next.subnet === undefined) return l10n.t('IPv4 subnet (the engine’s pools are used up)');
  return next.hostRead
    ? l10n.t('IPv4 subnet (optional; empty: the engine chooses {0})', next.subnet)
    : l10n.t(
        'IPv4 subnet (optional; empty: the engine chooses, {0} unless the host has a route there)',
        next.subnet,
      );
}

function optionExample(driver: string): string {
  switch (driver) {
    case 'bridge':
      return 'com.docker.network.bridge.enable_icc=false com.docker.network.driver.mtu=1400';
    case 'macvlan':
      return 'macvlan_mode=bridge';
    case 'ipvlan':
      return 'ipvlan_mode=l2';
    default:
      return 'com.docker.network.driver.mtu=1400';
  }
}

function moreItems({ more }: CreateWish): readonly PickItem<More>[] {
  const { l10n } = vscode;
  const item = (value: More, label: string, description: string) => ({
    label,
    description,
    value,
    picked: more.includes(value),
  });
  return [
    item('internal', l10n.t('Internal'), l10n.t('no way out, no published ports')),
    item('attachable', l10n.t('Attachable'), l10n.t('containers may join a network of the swarm')),
    item('ipv6', 'IPv6', l10n.t('a second subnet')),
    item('options', l10n.t('Driver Options…'), ''),
    item('labels', l10n.t('Labels…'), ''),
  ];
}
