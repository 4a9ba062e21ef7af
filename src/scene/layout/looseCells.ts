import type { Bridge, BridgeDevice, LooseVeth } from '../../model/host';
import { isKnown } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import { groupBy } from '../../model/topologyIndex';
import type { FontMetrics } from '../fontMetrics';
import { fontOf, textWidth } from '../measureText';
import type { SceneText } from '../scene';
import { looseBridgeId, looseVethId } from '../sceneIds';
import { fitted, portGap, portHeight, type Cell } from './cells';

const padding = 10;
const minWidth = 170;
const maxText = 230;
const rowsTop = 62;

/** What stands in the card of a device that belongs to nothing. */
export type LooseDraft =
  | {
      readonly kind: 'bridge';
      readonly bridge: Bridge;
      readonly device: BridgeDevice;
      readonly veths: readonly LooseVethDraft[];
    }
  | { readonly kind: 'veth'; readonly veth: LooseVeth };

/** A veth in the card of its bridge. */
export interface LooseVethDraft {
  readonly veth: LooseVeth;
  readonly text: SceneText;
  readonly width: number;
  /** Top, relative to the card. */
  readonly y: number;
}

/**
 * A cell per bridge that no network has, with the veths on it, and one per other left-over veth.
 * Those that may still be an endpoint's are drawn as that endpoint's plug, not twice.
 */
export function makeLooseCells(topology: Topology, metrics: FontMetrics): readonly Cell[] {
  const veths = (topology.host.looseVeths ?? []).filter(({ kind }) => kind === 'left-over');
  const onBridge = groupBy(veths, ({ master }) => master);
  const cells: Cell[] = [];
  const drawn = new Set<string>();
  for (const bridge of topology.bridges) {
    if (bridge.networkId !== undefined || !isKnown(bridge.kernel)) continue;
    const device = bridge.kernel.value;
    const members = onBridge.get(device.name) ?? [];
    for (const { name } of members) drawn.add(name);
    cells.push(bridgeCell(bridge, device, members, metrics));
  }
  for (const veth of veths) {
    if (!drawn.has(veth.name)) cells.push(vethCell(veth, metrics));
  }
  return cells;
}

function bridgeCell(
  bridge: Bridge,
  device: BridgeDevice,
  veths: readonly LooseVeth[],
  metrics: FontMetrics,
): Cell {
  const texts = [
    fitted(device.name, 'name', padding, 20, maxText, metrics),
    fitted('bridge of no network here', 'detail', padding, 37, maxText, metrics),
    fitted(device.addresses[0] ?? 'no address', 'detail', padding, 53, maxText, metrics),
  ];
  const drafts = veths.map((veth, index): LooseVethDraft => {
    const text = fitted(veth.name, 'mono', 8, 14, maxText, metrics);
    const width = textWidth(text.text, metrics.mono) + 16;
    return { veth, text, width, y: rowsTop + index * (portHeight + portGap) };
  });
  const rows = drafts.length === 0 ? 0 : drafts.length * (portHeight + portGap) + 4;
  const loose: LooseDraft = { kind: 'bridge', bridge, device, veths: drafts };
  const inner = Math.max(0, ...drafts.map(({ width }) => width + padding));
  return cell(looseBridgeId(device.name), texts, rowsTop + rows, inner, loose, metrics);
}

function vethCell(veth: LooseVeth, metrics: FontMetrics): Cell {
  const texts = [
    fitted(veth.name, 'name', padding, 20, maxText, metrics),
    fitted('veth of no container here', 'detail', padding, 37, maxText, metrics),
    fitted(
      veth.master === undefined ? 'on no bridge' : `on ${veth.master}`,
      'detail',
      padding,
      53,
      maxText,
      metrics,
    ),
  ];
  return cell(looseVethId(veth), texts, rowsTop, 0, { kind: 'veth', veth }, metrics);
}

function cell(
  id: string,
  texts: readonly SceneText[],
  height: number,
  inner: number,
  loose: LooseDraft,
  metrics: FontMetrics,
): Cell {
  const width = Math.max(
    minWidth,
    inner + padding,
    ...texts.map(({ text, role }) => textWidth(text, fontOf(role, metrics)) + 2 * padding),
  );
  const card = { id, width, height, texts, ports: [], x: 0, y: 0, loose };
  return { id, cards: [card], width, height, networkIds: [] };
}
