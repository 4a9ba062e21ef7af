import type { Network } from '../../model/network';
import { networkId } from '../sceneIds';

/** Networks and their lanes, each by the other. */
export class DrawnNetworks {
  private readonly lanes = new Map<string, string>();
  private readonly byLane = new Map<string, Network>();

  constructor(readonly all: readonly Network[]) {
    all.forEach((network) => {
      const lane = networkId(network);
      this.lanes.set(network.id, lane);
      this.byLane.set(lane, network);
    });
  }

  /** Whether the network has a lane; to be handed on as it is. */
  readonly isDrawn = (network: string): boolean => this.lanes.has(network);

  laneOf(network: string): string | undefined {
    return this.lanes.get(network);
  }

  inLane(lane: string): Network | undefined {
    return this.byLane.get(lane);
  }
}
