import type { Snapshot } from '../../../src/model/snapshot';
import { buildScene, type BuiltScene } from '../../../src/scene/buildScene';
import { defaultFontMetrics } from '../../../src/scene/defaultFontMetrics';
import type { LayoutMemory } from '../../../src/scene/layoutMemory';
import type { Scene } from '../../../src/scene/scene';
import { defaultSceneOptions } from '../../../src/scene/sceneOptions';
import { shedDetail } from '../../../src/scene/shedDetail';
import type { Topology } from '../../../src/model/topology';
import { buildTopology } from '../../../src/topology/buildTopology';

export function topologyOf(snapshot: Snapshot): Topology {
  return buildTopology(snapshot, { kind: 'snapshot', label: 'bench' }, 'bench');
}

/** Every element of the wiring. */
export function fullScene(topology: Topology): Scene {
  return buildScene(topology, defaultSceneOptions, defaultFontMetrics).scene;
}

/** What the panel is sent: large pictures shed detail. */
export function shownScene(topology: Topology, memory?: LayoutMemory): BuiltScene {
  const options = { ...defaultSceneOptions, shedsDetail: true };
  return buildScene(topology, options, defaultFontMetrics, memory);
}

/** One card per network, whatever the size. */
export function foldedScene(topology: Topology): Scene {
  const scene = fullScene(topology);
  const detail = {
    base: 'folded',
    of: (lane: string | undefined) => (lane === undefined ? 'lean' : 'folded'),
  } as const;
  return { ...scene, ...shedDetail(scene, detail, topology, defaultFontMetrics) };
}

/** A container more, on the network of the container at this place. */
export function withOneMore(snapshot: Snapshot, beside: number): Snapshot {
  const neighbour = snapshot.containers[beside];
  const listed = snapshot.containersList[beside];
  const network = Object.entries(neighbour?.NetworkSettings?.Networks ?? {})[0];
  if (neighbour === undefined || listed === undefined || network === undefined) {
    throw new Error(`the snapshot has no container ${beside} on a network`);
  }
  const [name, endpoint] = network;
  const attached = {
    [name]: {
      ...endpoint,
      EndpointID: 'f'.repeat(64),
      IPAddress: String(endpoint.IPAddress).replace(/\d+$/, '250'),
      Aliases: ['one-more'],
      DNSNames: ['one-more'],
    },
  };
  const Id = 'e'.repeat(64);
  return {
    ...snapshot,
    containers: [
      ...snapshot.containers,
      {
        ...neighbour,
        Id,
        Name: '/one-more',
        NetworkSettings: {
          SandboxID: 'd'.repeat(64),
          SandboxKey: undefined,
          Ports: {},
          Networks: attached,
        },
      },
    ],
    containersList: [
      ...snapshot.containersList,
      { ...listed, Id, Names: ['/one-more'], NetworkSettings: { Networks: attached } },
    ],
  };
}

export interface Movement {
  /** Pixels at zoom 1 an element that stayed was shifted, in the mean. */
  readonly mean: number;
  /** Share of those that were shifted at all. */
  readonly share: number;
}

/** How far what is in both pictures went from one to the other. */
export function movement(before: Scene, after: Scene): Movement {
  const boxes = new Map(before.elements.map(({ id, box }) => [id, box]));
  const shifts = after.elements.flatMap(({ id, box }) => {
    const old = boxes.get(id);
    return old === undefined ? [] : [Math.hypot(box.x - old.x, box.y - old.y)];
  });
  return {
    mean: shifts.reduce((sum, shift) => sum + shift, 0) / shifts.length,
    share: shifts.filter((shift) => shift > 0.5).length / shifts.length,
  };
}
