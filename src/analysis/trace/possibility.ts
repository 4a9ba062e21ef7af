import type { DaemonOptions } from '../../model/engine';
import type { AddressFamily } from '../../model/network';
import type { Topology } from '../../model/topology';
import {
  daemonView,
  type Choice,
  type DaemonView,
  type Doubt,
} from '../../netfilter/predict/daemonDoubts';
import { atLeast } from '../../topology/engineGeneration';

/** One way the machine may be, of those that fit what was read. */
export interface Possibility {
  readonly options: DaemonOptions;
  /** Whether frames that stay on a bridge pass the host's rules, where the setting was not read. */
  readonly bridgedFrames: Readonly<Record<AddressFamily, boolean>>;
  /** What was chosen, doubt by doubt. */
  readonly choices: readonly Choice[];
}

export interface Possibilities {
  readonly doubts: readonly Doubt[];
  /** The usual one first, then by how many choices they depart from it. */
  readonly all: readonly [Possibility, ...Possibility[]];
  /** Taken for granted wherever an answer rests on predicted rules, by family. */
  readonly assumed: Readonly<Record<AddressFamily, readonly string[]>>;
}

/** Enough for every doubt alone and every pair of them. */
const maxPossibilities = 24;

/** The engine closes FORWARD when it turns forwarding on itself; an administrator may do either. */
const forwardPolicy: Doubt = {
  choices: [
    { text: 'the policy of FORWARD is DROP' },
    { text: 'the policy of FORWARD is ACCEPT', options: { ipForwardNoDrop: true } },
  ],
  matters: ['forward policy'],
  settledBy: 'host access',
};

const framesPass: Doubt = {
  choices: [
    { text: 'bridged frames do not pass iptables (net.bridge.bridge-nf-call-iptables = 0)' },
    {
      text: 'bridged frames pass iptables (net.bridge.bridge-nf-call-iptables = 1)',
      bridgedFrames: true,
    },
  ],
  matters: ['bridged frames'],
  settledBy: 'host access',
};

/**
 * The ways a machine may be: one where its host was read, else one for each combination of what the API leaves
 * open. Who asks takes an answer for certain only when all of them give it.
 */
export function possibilitiesOf(topology: Topology): Possibilities {
  const { host, proxies } = topology.kernel ?? {};
  const rulesRead = host?.packetFilter !== undefined;
  const proxiesRead = proxies !== undefined || host?.listeners !== undefined;
  const settled = rulesRead && proxiesRead && settingsRead(topology);
  const docker = topology.engine.product === 'docker';
  const view = docker && !settled ? daemonView(topology) : toldAlone(topology);
  const doubts = [
    ...view.doubts,
    ...(rulesRead || !docker ? [] : [forwardPolicy]),
    // Where rules were not read, Podman's are taken to let frames pass.
    ...(framesTold(topology) || !(rulesRead || docker) ? [] : [framesPass]),
  ];
  const [first = [], ...others] = combinations(doubts).slice(0, maxPossibilities);
  return {
    doubts,
    all: [
      possibility(topology, view.options, first),
      ...others.map((choices) => possibility(topology, view.options, choices)),
    ],
    assumed: view.assumed,
  };
}

function possibility(
  topology: Topology,
  known: DaemonOptions,
  choices: readonly Choice[],
): Possibility {
  const options = choices.reduce<DaemonOptions>(
    (all, choice) => ({ ...all, ...choice.options }),
    known,
  );
  const chosen = choices.some((choice) => choice.bridgedFrames === true);
  const told = topology.host.bridgeNetfilter?.value;
  return {
    options,
    bridgedFrames: {
      4: told?.iptables ?? (chosen || switchedOn(topology, options, 4)),
      6: told?.ip6tables ?? (chosen || switchedOn(topology, options, 6)),
    },
    choices,
  };
}

/**
 * The engine makes frames pass its rules for networks without inter-container traffic and, from 28 on,
 * where there is no userland proxy (moby: bridge driver, setupBridgeNetFiltering).
 */
function switchedOn(topology: Topology, options: DaemonOptions, family: AddressFamily): boolean {
  const withoutProxy =
    options.userlandProxy === false && atLeast(topology.engine.version.value, 28);
  return topology.networks.some(
    (network) =>
      network.kind === 'bridge' &&
      (family === 4 ? network.ipv4.value : network.ipv6.value) &&
      (withoutProxy || network.options.value['com.docker.network.bridge.enable_icc'] === 'false'),
  );
}

function framesTold(topology: Topology): boolean {
  return topology.host.bridgeNetfilter !== undefined || settingsRead(topology);
}

function settingsRead({ kernel }: Topology): boolean {
  return (kernel?.host?.sysctl.size ?? 0) > 0;
}

function toldAlone({ engine }: Topology): DaemonView {
  return { options: engine.daemonOptions?.value ?? {}, doubts: [], assumed: { 4: [], 6: [] } };
}

/** Every combination of choices, the usual one first, then by how many choices depart from it. */
function combinations(doubts: readonly Doubt[]): readonly (readonly Choice[])[] {
  const all = doubts.reduce<readonly (readonly Choice[])[]>(
    (made, { choices }) => made.flatMap((some) => choices.map((one) => [...some, one])),
    [[]],
  );
  const departures = (choices: readonly Choice[]) =>
    choices.filter((one, index) => one !== doubts[index]?.choices[0]).length;
  return [...all].sort((a, b) => departures(a) - departures(b));
}
