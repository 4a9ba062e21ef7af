import type { PlaceInFile, PathStep } from '../../compose/placeInFile';
import type { ComposeProject } from '../../model/composeProject';
import type { Container } from '../../model/container';
import type { Declared } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import { containerId, endpointId, networkId, portId } from '../../scene/sceneIds';
import { declaredPlaces, elementTarget } from '../elementTarget';

/** A place in a compose file, and the lines around it that are asked about. */
export interface EditorPlace extends PlaceInFile {
  /** Absolute. */
  readonly file: string;
  /** 1-based line of an offset. */
  readonly lineOf: (offset: number) => number;
}

/**
 * Scene ids of what a place in a file stands for: a service's containers, its endpoints on a network
 * (aliases and addresses too), its published ports, or a network. Empty where nothing is drawn.
 */
export function nodesAt(topology: Topology, place: EditorPlace): readonly string[] {
  const [section, item, ...inner] = place.steps;
  if (section === undefined || item === undefined) return [];
  if (section.name === 'networks') {
    return topology.networks.filter(({ compose }) => compose?.network === item.name).map(networkId);
  }
  const containers =
    section.name === 'services'
      ? topology.containers.filter(({ compose }) => compose?.service === item.name)
      : [];
  // Services that others extend, and fragments for merge keys, are drawn as who uses them.
  if (containers.length === 0) return declaredWithin(topology, place, item);
  const [key, detail] = inner;
  if (key?.name === 'networks' && detail !== undefined) {
    const endpoints = endpointsOn(topology, containers, networkName(place, detail));
    if (endpoints.length > 0) return endpoints;
  }
  if (key?.name === 'ports' && detail !== undefined) {
    const ports = portsWithin(topology, containers, place, detail);
    if (ports.length > 0) return ports;
  }
  return containers.map(containerId);
}

/** Whether the word at a place is told of; others are left to the language servers, which know what a key means. */
export function isNoun({ steps, token }: PlaceInFile): boolean {
  const path = steps.map(({ name }) => name);
  const [section, , key] = path;
  const isValue = token?.text !== path.at(-1);
  if (section === 'networks') return path.length === 2;
  if (section !== 'services') return false;
  if (path.length === 2) return true;
  if (key === 'network_mode') return isValue;
  if (key === 'networks') {
    const detail = path[4] ?? '';
    return path.length === 4 || detail === 'aliases' || (isValue && isAddress.test(detail));
  }
  return key === 'ports' && path.length >= 4;
}

const isAddress = /^ipv[46]_address$/;

/** `networks` is a list of names, or a map by name. */
function networkName({ token, steps }: EditorPlace, { name }: PathStep): string {
  const isListed = /^\d+$/.test(name) && steps.length === 4 && token !== undefined;
  return isListed ? token.text : name;
}

function endpointsOn(
  { networks, endpoints }: Topology,
  containers: readonly Container[],
  name: string,
): readonly string[] {
  const network = networks.find(({ compose }) => compose?.network === name);
  const ids = new Set(containers.map(({ id }) => id));
  return endpoints
    .filter((endpoint) => endpoint.networkId === network?.id && ids.has(endpoint.containerId ?? ''))
    .map(endpointId);
}

function portsWithin(
  { publishedPorts }: Topology,
  containers: readonly Container[],
  place: EditorPlace,
  step: PathStep,
): readonly string[] {
  const ids = new Set(containers.map(({ id }) => id));
  return publishedPorts
    .filter((port) => ids.has(port.containerId) && isWithin(port.containerPort.source, place, step))
    .map(portId);
}

function declaredWithin(topology: Topology, place: EditorPlace, step: PathStep): readonly string[] {
  const within = (noun: unknown) => declaredPlaces(noun).some((at) => isWithin(at, place, step));
  return [
    ...topology.containers.filter(within).map(containerId),
    ...topology.endpoints.filter(within).map(endpointId),
    ...topology.networks.filter(within).map(networkId),
  ];
}

function isWithin(
  at: { readonly kind: string },
  { file, lineOf }: EditorPlace,
  { start, end }: PathStep,
): boolean {
  if (!isDeclared(at) || at.file !== file) return false;
  return at.line >= lineOf(start) && at.line <= lineOf(end);
}

function isDeclared(at: { readonly kind: string }): at is Declared {
  return at.kind === 'declared';
}

/** Where the project writes an element down; the implicit ones stand where they come from. */
export function placeOfElement(
  project: ComposeProject,
  topology: Topology,
  sceneId: string,
): Declared | undefined {
  const { port, endpoint, container, network } = elementTarget(topology, sceneId);
  if (port !== undefined) return declared(port.containerPort.source);
  const service = project.services.find(({ name }) => name === container?.compose?.service);
  const key = network?.compose?.network;
  if (endpoint !== undefined) {
    const attachment = service?.networks.find((one) => one.network === key);
    return attachment?.at ?? service?.networkMode?.at ?? service?.at;
  }
  if (container !== undefined) return service?.at;
  if (key === undefined) return network && declared(network.name.source);
  return project.networks.find((one) => one.key === key)?.at;
}

function declared(source: { readonly kind: string }): Declared | undefined {
  return isDeclared(source) ? source : undefined;
}
