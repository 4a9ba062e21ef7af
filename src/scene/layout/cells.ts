import type { Container } from '../../model/container';
import type { Endpoint } from '../../model/endpoint';
import type { Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import type { Sandbox } from '../../model/sandbox';
import type { Topology } from '../../model/topology';
import { topologyIndex, type TopologyIndex } from '../../model/topologyIndex';
import { displayText } from '../displayText';
import type { FontMetrics } from '../fontMetrics';
import { cutMeasured, cutText, fontOf, textWidth } from '../measureText';
import type { SceneText, TextRole } from '../scene';
import { containerId, endpointId, sandboxId as sandboxSceneId } from '../sceneIds';
import type { LooseDraft } from './looseCells';
import { endpointText, stateText } from './nounTexts';

export const portHeight = 20;
export const portGap = 4;
const cardPadding = 10;
const minCardWidth = 170;
const maxTextWidth = 210;
/** How far a port stands out of its card. */
export const portOverhang = 10;
const framePadding = 10;
const frameHeader = 22;
const cardGap = 10;

export interface PortDraft {
  readonly endpoint: Endpoint;
  readonly id: string;
  readonly text: SceneText;
  readonly width: number;
  /** Top, relative to the card. */
  readonly y: number;
}

export interface CardDraft {
  /** Absent for endpoints without a container: the card is only a frame for its port. */
  readonly container?: Container;
  /** A device of the host that belongs to no network and no endpoint. */
  readonly loose?: LooseDraft;
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly texts: readonly SceneText[];
  readonly ports: readonly PortDraft[];
  /** Relative to the cell. */
  readonly x: number;
  readonly y: number;
}

/** What is placed as one: a card, or the cards of a shared sandbox in their frame. */
export interface Cell {
  readonly id: string;
  readonly cards: readonly CardDraft[];
  readonly width: number;
  readonly height: number;
  /** Scene id of the frame, for shared sandboxes. */
  readonly frame?: { readonly id: string; readonly sandboxId: string; readonly text: SceneText };
  /** Networks its endpoints are on, in the order of endpoints. */
  readonly networkIds: readonly string[];
}

/** Cuts a text to its room and places it. */
export function fitted(
  text: string,
  role: TextRole,
  x: number,
  y: number,
  room: number,
  metrics: FontMetrics,
): SceneText {
  return { text: cutText(displayText(text), fontOf(role, metrics), room), role, x, y };
}

/** The same with its width, for what is as wide as its text. */
export function measured(
  text: string,
  role: TextRole,
  x: number,
  y: number,
  room: number,
  metrics: FontMetrics,
): { readonly shown: SceneText; readonly width: number } {
  const whole = displayText(text);
  const font = fontOf(role, metrics);
  const width = textWidth(whole, font);
  // Nearly all fit. Written inside the other object, the engine would copy both from a template before it fills them.
  const fitting = { text: whole, role, x, y };
  if (width <= room) return { shown: fitting, width };
  const cut = cutMeasured(whole, font, room);
  return { shown: { text: cut.text, role, x, y }, width: cut.width };
}

/** One cell per sandbox that holds containers of its own, and one per endpoint without a container. */
export function makeCells(topology: Topology, metrics: FontMetrics): readonly Cell[] {
  const index = topologyIndex(topology);
  const cells: Cell[] = [];
  topology.sandboxes.forEach((sandbox) => {
    const members = membersOf(sandbox, index.containers);
    if (sandbox.kind === 'host') {
      for (const member of members) cells.push(single(member, index, metrics));
    } else if (members.length === 1 && members[0] !== undefined) {
      cells.push(single(members[0], index, metrics));
    } else if (members.length > 1) {
      cells.push(shared(sandbox, members, index, metrics));
    }
  });
  topology.endpoints.forEach((endpoint) => {
    if (endpoint.containerId === undefined) cells.push(orphan(endpoint, index.networks, metrics));
  });
  return cells;
}

function membersOf(
  { containerIds }: Sandbox,
  containers: ReadonlyMap<string, Container>,
): readonly Container[] {
  // Nearly all have one of their own.
  const only = containerIds.length === 1 ? containers.get(containerIds[0] ?? '') : undefined;
  return only === undefined ? containersOf(containerIds, containers) : [only];
}

function containersOf(
  ids: readonly string[],
  containers: ReadonlyMap<string, Container>,
): readonly Container[] {
  return ids.flatMap((one) => containers.get(one) ?? []);
}

function single(container: Container, index: TopologyIndex, metrics: FontMetrics): Cell {
  const card = makeCard(container, index, metrics);
  const cards = [card];
  return {
    id: card.id,
    cards,
    width: card.width,
    height: card.height,
    networkIds: card.ports.map(({ endpoint }) => endpoint.networkId),
  };
}

function shared(
  sandbox: Sandbox,
  members: readonly Container[],
  index: TopologyIndex,
  metrics: FontMetrics,
): Cell {
  const drafts = members.map((member) => makeCard(member, index, metrics));
  const width = Math.max(...drafts.map((draft) => draft.width)) + 2 * framePadding;
  let y = frameHeader;
  const cards = drafts.map((draft) => {
    const card = { ...draft, x: framePadding, y, width: width - 2 * framePadding };
    y += draft.height + cardGap;
    return card;
  });
  const id = sandboxSceneId(
    sandbox,
    members.find((member) => member.id === sandbox.ownerId),
  );
  return {
    id,
    cards,
    width,
    height: y - cardGap + framePadding,
    frame: {
      id,
      sandboxId: sandbox.id,
      text: fitted('shared namespace', 'detail', framePadding, 15, width - 20, metrics),
    },
    networkIds: cards.flatMap((card) => card.ports.map((port) => port.endpoint.networkId)),
  };
}

function makeCard(container: Container, index: TopologyIndex, metrics: FontMetrics): CardDraft {
  const service = container.compose?.service;
  const isNamed = service === undefined || service === container.name.value;
  const name = measured(container.name.value, 'name', cardPadding, 20, maxTextWidth, metrics);
  const top = isNamed ? 46 : 62;
  const ports = index
    .endpointsOf(container.id)
    .map((endpoint, rank) =>
      makePort(endpoint, index.networks, top + rank * (portHeight + portGap), metrics),
    );
  const width = cardWidth(name.width, ports);
  return {
    container,
    id: containerId(container),
    width,
    height: ports.length === 0 ? top : top + ports.length * (portHeight + portGap) + 6,
    texts: cardTexts(container, name.shown, isNamed ? undefined : service, width, metrics),
    ports,
    x: 0,
    y: 0,
  };
}

/** @param name how wide it is */
function cardWidth(name: number, ports: readonly PortDraft[]): number {
  let width = Math.max(minCardWidth, name + 2 * cardPadding);
  // By index: a variable that a function inside shares is a new object with each of its values.
  for (let rank = 0; rank < ports.length; rank++) {
    width = Math.max(width, (ports[rank]?.width ?? 0) - portOverhang + cardPadding);
  }
  return width;
}

/** Its name, its state and image, and the service where that is called otherwise. */
function cardTexts(
  container: Container,
  name: SceneText,
  service: string | undefined,
  width: number,
  metrics: FontMetrics,
): readonly SceneText[] {
  const room = width - 2 * cardPadding;
  const state = stateLine(container);
  const texts = [name, fitted(state, 'detail', cardPadding, 37, room, metrics)];
  if (service !== undefined) {
    texts.push(fitted(`service ${service}`, 'detail', cardPadding, 53, room, metrics));
  }
  return name.text === '' || state === '' ? texts.filter(({ text }) => text !== '') : texts;
}

/** A state shares the image's line: a container that stops must not push its neighbours away. */
function stateLine(container: Container): string {
  const state = stateText(container);
  const image = container.image.value;
  return state === undefined ? image : image === '' ? state : `${state} · ${image}`;
}

function makePort(
  endpoint: Endpoint,
  networks: ReadonlyMap<string, Network>,
  y: number,
  metrics: FontMetrics,
): PortDraft {
  const network = networks.get(endpoint.networkId);
  const text = endpointText(endpoint, network);
  const { shown, width } = measured(text, 'mono', 8, 14, maxTextWidth, metrics);
  return { endpoint, id: endpointId(endpoint), text: shown, width: width + 16, y };
}

function orphan(
  endpoint: Endpoint,
  networks: ReadonlyMap<string, Network>,
  metrics: FontMetrics,
): Cell {
  const port = makePort(endpoint, networks, 30, metrics);
  const name = fitted(endpoint.name, 'detail', cardPadding, 20, maxTextWidth, metrics);
  const width = Math.max(
    minCardWidth,
    textWidth(name.text, metrics.detail) + 2 * cardPadding,
    port.width - portOverhang + cardPadding,
  );
  const card: CardDraft = {
    id: port.id,
    width,
    height: 30 + portHeight + portGap + 6,
    texts: [name],
    ports: [port],
    x: 0,
    y: 0,
  };
  return {
    id: port.id,
    cards: [card],
    width,
    height: card.height,
    networkIds: [endpoint.networkId],
  };
}

/** The first known address, for the element's `address`. */
export function endpointAddress(endpoint: Endpoint): string | undefined {
  if (isKnown(endpoint.ipv4)) return endpoint.ipv4.value.address;
  return isKnown(endpoint.ipv6) ? endpoint.ipv6.value.address : undefined;
}
