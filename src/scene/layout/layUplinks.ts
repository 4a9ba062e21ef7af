import type { Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import type { Box } from '../scene';
import { nicId } from '../sceneIds';
import { onGrid } from './corridor';
import { busTop, laneHasBus, uplinkInset } from './frameLanes';
import { nicHeight, nicLeft, rowTop } from './hostPlaces';
import { wayOutOf, type NicDraft } from './nicRow';
import { uplinkWire, type LaneFrame, type Surroundings } from './wiring';
import type { WirePath } from './wirePath';

/** The wire from an interface of the host to a network's bus. */
export interface Uplink {
  readonly nic: NicDraft;
  readonly path: WirePath;
}

/**
 * Uplinks by network id. Internal networks have no way out; macvlan and ipvlan leave by their
 * parent, past the host's stack.
 */
export function layUplinks(
  networks: readonly Network[],
  frameOf: ReadonlyMap<string, LaneFrame>,
  around: Surroundings,
  row: readonly NicDraft[],
  isBundled: boolean,
): ReadonlyMap<string, Uplink> {
  const routed = networks.flatMap((network) => {
    const frame = frameOf.get(network.id);
    const nic = uplinkNic(network, row);
    if (frame === undefined || network.internal.value || !laneHasBus(frame)) return [];
    if (network.kind === 'overlay' || nic === undefined) return [];
    return [{ network, frame, nic }];
  });
  const trackOf = (nic: NicDraft, network: Network) =>
    isBundled ? `uplinks of ${nic.id}` : `uplink ${network.id}`;
  const starts = new Starts(
    isBundled ? [...new Set(routed.map(({ nic }) => nic))] : routed.map(({ nic }) => nic),
    () =>
      routed.flatMap(({ network, frame, nic }) =>
        frame.shelf === 0 ? [endX(frame)] : [around.main.at(trackOf(nic, network))],
      ),
  );
  const startOf = (nic: NicDraft, index: number) => (isBundled ? starts.of(nic) : starts.at(index));
  return new Map(
    routed.map(({ network, frame, nic }, index) => [
      network.id,
      {
        nic,
        path: uplinkWire(
          trackOf(nic, network),
          isBundled ? trackOf(nic, network) : undefined,
          () => ({ x: startOf(nic, index), y: rowTop + nicHeight }),
          frame,
          around,
          () => ({ x: endX(frame), y: busTop(frame) }),
        ),
      },
    ]),
  );
}

/** The parent of macvlan and ipvlan, `eth0` for `eth0.7` too; else where traffic leaves. */
function uplinkNic({ parentDevice }: Network, row: readonly NicDraft[]): NicDraft | undefined {
  if (isKnown(parentDevice)) {
    const name = parentDevice.value;
    const named = (wished: string) => row.find(({ id }) => id === nicId({ name: wished }));
    const parent = named(name) ?? named(name.replace(/\.\d+$/, ''));
    if (parent !== undefined) return parent;
  }
  return wayOutOf(row);
}

/** Where uplinks leave the bottom of their interface, side by side. */
class Starts {
  private found: readonly number[] | undefined;

  constructor(
    private readonly nics: readonly NicDraft[],
    /** Known once everything is placed: other uplinks come down beside the interfaces' own wires. */
    private readonly taken: () => readonly number[],
  ) {}

  at(index: number): number {
    this.found ??= this.place();
    return this.found[index] ?? nicLeft;
  }

  /** Of the first wire from this interface. */
  of(nic: NicDraft): number {
    return this.at(this.nics.indexOf(nic));
  }

  private place(): readonly number[] {
    const steps = this.nics.map((nic) => (nic.box.width - 24) / this.countOf(nic));
    const wished = this.nics.map(
      (nic, index) => nic.box.x + 12 + (steps[index] ?? 0) * (this.rankOf(index) + 0.5),
    );
    const gap = Math.max(1.5, Math.min(4.5, Math.min(...steps) / 2));
    const free = clearOf(wished, this.taken(), gap);
    return free.map((x, index) => Math.min(x, rightOf(this.nics[index]?.box) ?? x));
  }

  private countOf(nic: NicDraft): number {
    return this.nics.filter((other) => other === nic).length;
  }

  private rankOf(index: number): number {
    return this.nics.slice(0, index).filter((other) => other === this.nics[index]).length;
  }
}

function rightOf(box: Box | undefined): number | undefined {
  return box && box.x + box.width;
}

function endX(frame: LaneFrame): number {
  return onGrid(frame.x + uplinkInset);
}

/** The wished coordinates, each moved on until it keeps clear of all that are taken. */
function clearOf(
  wished: readonly number[],
  taken: readonly number[],
  leastGap: number,
): readonly number[] {
  const used = [...taken];
  return wished.map((x) => {
    let free = x;
    while (used.some((other) => Math.abs(other - free) < leastGap)) free += leastGap;
    used.push(free);
    return free;
  });
}
