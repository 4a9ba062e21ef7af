import type { Topology } from '../model/topology';
import { groupBy, topologyIndex } from '../model/topologyIndex';
import { networkId } from './sceneIds';
import type { SceneOptions } from './sceneOptions';

/** All there is; without ports, plugs and small print; or only the network with its name and figures. */
export type LaneDetail = 'full' | 'lean' | 'folded';

/** Up to so many elements all detail is drawn, and up to so many every container. */
const fullUpTo = 600;
const leanUpTo = 6_000;
/** What is unfolded together at most: more than a screen shows. */
const unfoldedUpTo = 1_500;

/** How many elements the whole wiring has. */
export function elementCount(topology: Topology): number {
  const { networks, containers, endpoints, vethPairs, publishedPorts } = topology;
  return (
    2 * networks.length +
    containers.length +
    endpoints.length +
    vethPairs.length +
    publishedPorts.length
  );
}

export interface SceneDetail {
  /** Of what lies in no lane that is looked at. */
  readonly base: LaneDetail;
  /** By the network's scene id; absent for what lies in none. */
  readonly of: (lane: string | undefined) => LaneDetail;
}

/** How much is drawn of each network. */
export function sceneDetail(topology: Topology, options: SceneOptions): SceneDetail {
  const count = options.shedsDetail === true ? elementCount(topology) : 0;
  const base = count <= fullUpTo ? 'full' : count <= leanUpTo ? 'lean' : 'folded';
  if (base === 'full') return { base, of: () => base };
  const unfolded = unfoldedLanes(topology, options.unfolded ?? []);
  return {
    base,
    // Containers without a network stand in no lane that could be folded.
    of: (lane) => (lane === undefined ? 'lean' : (unfolded.get(lane) ?? base)),
  };
}

/** What is asked for first is drawn in full as long as there is room; a huge network at least with its containers. */
function unfoldedLanes(
  topology: Topology,
  asked: readonly string[],
): ReadonlyMap<string, LaneDetail> {
  const wanted = new Set(asked);
  const index = topologyIndex(topology);
  const networks = groupBy(topology.networks, (network) => networkId(network));
  const lanes = new Map<string, LaneDetail>();
  let room = unfoldedUpTo;
  for (const lane of wanted) {
    const members = (networks.get(lane) ?? []).flatMap(({ id }) => index.endpointsOn(id)).length;
    const full = 2 + 3 * members;
    const lean = 2 + members;
    if (full <= room) {
      lanes.set(lane, 'full');
      room -= full;
    } else if (lean <= room) {
      lanes.set(lane, 'lean');
      room -= lean;
    }
  }
  return lanes;
}
