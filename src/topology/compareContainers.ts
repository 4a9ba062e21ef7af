import type { Container, NetworkMode } from '../model/container';
import { isKnown, type Knowable } from '../model/provenance';
import type { Topology } from '../model/topology';
import { declaredValue, list, placeOf, sameTexts, ups, type DriftItem } from './drift';

/** Containers of a plan against those of the project that are there: which there are, and their own settings. */
export function compareContainers(planned: Topology, real: Topology): readonly DriftItem[] {
  const there = new Map(real.containers.map((container) => [container.key, container]));
  const wanted = planned.containers.filter(({ inactive }) => !inactive);
  const wantedKeys = new Set(wanted.map(({ key }) => key));
  return [
    ...wanted.flatMap((container) => {
      const found = there.get(container.key);
      return found === undefined ? [missing(container)] : changes(container, planned, found, real);
    }),
    ...real.containers
      .filter(({ key }) => !wantedKeys.has(key))
      .map((container) => extra(container, planned)),
  ];
}

function missing(container: Container): DriftItem {
  return {
    mark: 'missing',
    noun: 'container',
    key: container.key,
    message: `The container ${container.name.value} does not exist.`,
    up: ups.makesContainer,
    ...placeOf(container.name),
  };
}

function extra(container: Container, planned: Topology): DriftItem {
  const service = container.compose?.service ?? '';
  const siblings = planned.containers.filter(({ compose }) => compose?.service === service);
  const item = { mark: 'extra', noun: 'container', key: container.key } as const;
  const name = container.name.value;
  if (siblings.some(({ inactive }) => inactive)) {
    return {
      ...item,
      message: `${name} exists, but no profile of the service ${service} is active.`,
      up: ups.leavesContainer,
    };
  }
  // A service scaled to none has no container in a plan, so it reads like one that is gone.
  return siblings.length === 0
    ? {
        ...item,
        message: `${name} belongs to the service ${service}, of which the files want no container.`,
        up: ups.leavesOrphan,
      }
    : {
        ...item,
        message: `${name} is one more than the ${siblings.length} that the files want of ${service}.`,
        up: ups.removesContainer,
      };
}

const idle = new Set(['created', 'exited', 'dead']);

function changes(
  wanted: Container,
  planned: Topology,
  found: Container,
  real: Topology,
): readonly DriftItem[] {
  const item = (message: string, fact: Knowable<unknown>, up: string): DriftItem => ({
    mark: 'changed',
    noun: 'container',
    key: wanted.key,
    message,
    up,
    ...placeOf(fact),
  });
  const items: DriftItem[] = [];
  const name = found.name.value;
  if (idle.has(found.state.value)) {
    items.push(item(`${name} is ${found.state.value}.`, wanted.state, ups.startsContainer));
  }
  if (wanted.name.value !== name) {
    items.push(
      item(`${name} is to be called ${wanted.name.value}.`, wanted.name, ups.remakesContainer),
    );
  }
  const [modeWanted, mode] = [modeText(wanted, planned), modeText(found, real)];
  if (modeWanted !== mode) {
    items.push(
      item(
        `${name} uses ${mode}, not ${modeWanted}.`,
        wanted.networkMode,
        ups.remakesIfFileChanged,
      ),
    );
  }
  const hostname = declaredValue(wanted.hostname);
  if (hostname !== undefined && isKnown(found.hostname) && found.hostname.value !== hostname) {
    items.push(
      item(
        `The host name of ${name} is ${found.hostname.value}, not ${hostname}.`,
        wanted.hostname,
        ups.remakesIfFileChanged,
      ),
    );
  }
  const lists = [
    ['Nameservers', wanted.dns, found.dns],
    ['Search domains', wanted.dnsSearch, found.dnsSearch],
    ['Resolver options', wanted.dnsOptions, found.dnsOptions],
    ['Extra hosts', wanted.extraHosts, found.extraHosts],
  ] as const;
  for (const [what, want, is] of lists) {
    if (!isKnown(want) || !isKnown(is) || sameTexts(want.value, is.value)) continue;
    items.push(
      item(
        `${what} of ${name} are ${list(is.value)}, not ${list(want.value)}.`,
        want,
        ups.remakesIfFileChanged,
      ),
    );
  }
  return items;
}

/** Networks of its own are compared one by one, so their names do not count here. */
function modeText(container: Container, topology: Topology): string {
  const mode: NetworkMode = container.networkMode.value;
  switch (mode.kind) {
    case 'host':
      return 'the host’s network';
    case 'none':
      return 'no network';
    case 'networks':
      return 'networks of its own';
    case 'container': {
      const owner = topology.containers.find(({ id }) => id === mode.container);
      const { compose, name } = owner ?? {};
      const ref = compose === undefined ? (name?.value ?? mode.ref) : compose.service;
      return `the network of ${ref}`;
    }
  }
}
