import type { HostInterface } from '../../model/host';
import { isKnown, type Knowable } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import type { FontMetrics } from '../fontMetrics';
import { fontOf, textWidth } from '../measureText';
import type { Box, SceneText } from '../scene';
import { interfacesId, nicId } from '../sceneIds';
import { fitted } from './cells';
import { nicHeight, nicLeft, nicsWidth, rowTop } from './hostPlaces';
import type { LeastSizes } from './leastSizes';

const minNic = 130;
const maxNicText = 190;
const padding = 12;
const nicGap = 12;
/** More are one box together: on a host full of tunnels the row would push everything aside. */
const maxNics = 8;

/** A box of the host's row: one interface, or all that have no box of their own. */
export interface NicDraft {
  readonly id: string;
  /** Absent for several, and for interfaces that were not read. */
  readonly nic?: HostInterface;
  /** Those that stand together here because the row has no room for each; none on a host without any. */
  readonly more?: readonly HostInterface[];
  readonly name: string;
  readonly texts: readonly SceneText[];
  readonly box: Box;
}

/** The host's interfaces from left to right, by index; never empty. */
export function makeNicRow(
  { host }: Topology,
  metrics: FontMetrics,
  sizes: LeastSizes,
): readonly NicDraft[] {
  if (!isKnown(host.interfaces)) return [together('interfaces not read', metrics)];
  const all = host.interfaces.value;
  const shown = shownNics(all);
  const rest = all.filter((nic) => !shown.includes(nic));
  const row: NicDraft[] = [];
  let x = nicLeft;
  for (const nic of shown) {
    const draft = nicDraft(nic, x, metrics, sizes);
    row.push(draft);
    x += draft.box.width + nicGap;
  }
  if (row.length === 0) return [{ ...together('the host has no interface', metrics), more: [] }];
  if (rest.length > 0) {
    const names = rest.map(({ name }) => name).join(', ');
    row.push({ ...together(names, metrics, x, `${rest.length} more interfaces`), more: rest });
  }
  return row;
}

/** Those that carry something first; of equals the first by index. */
function shownNics(all: readonly HostInterface[]): readonly HostInterface[] {
  if (all.length <= maxNics) return all;
  const weight = (nic: HostInterface) => {
    if (mayLeave(nic)) return 0;
    return nic.state === 'up' && nic.addresses.length > 0 ? 1 : 2;
  };
  const chosen = new Set([...all].sort((a, b) => weight(a) - weight(b)).slice(0, maxNics - 1));
  return all.filter((nic) => chosen.has(nic));
}

/** Whether the traffic of a family leaves by it, or may. */
export function mayLeave({ gatewayFor }: HostInterface): boolean {
  return !isKnown(gatewayFor) || gatewayFor.value.length > 0;
}

/** By which box traffic leaves: sure ones first, IPv4 before IPv6, else the first box. */
export function wayOutOf(row: readonly NicDraft[]): NicDraft | undefined {
  const weight = ({ nic }: NicDraft) => {
    const families: Knowable<readonly number[]> | undefined = nic?.gatewayFor;
    if (families === undefined) return 3;
    if (!isKnown(families)) return 1;
    if (families.value.includes(4)) return 0;
    return families.value.length > 0 ? 2 : 3;
  };
  return [...row].sort((a, b) => weight(a) - weight(b))[0];
}

function nicDraft(
  nic: HostInterface,
  x: number,
  metrics: FontMetrics,
  sizes: LeastSizes,
): NicDraft {
  const name = fitted(nic.name, 'name', padding, 19, maxNicText, metrics);
  const nameEnd = padding + textWidth(name.text, metrics.name) + 8;
  const badge = nicBadge(nic);
  const more = badge === '' ? [] : [fitted(badge, 'badge', nameEnd, 19, maxNicText, metrics)];
  const address = nic.addresses[0] ?? 'no address';
  const detail = fitted(address, 'detail', padding, 36, maxNicText, metrics);
  const texts = [name, ...more, detail];
  const wished = Math.max(
    minNic,
    ...texts.map(({ text, role, x: at }) => at + textWidth(text, fontOf(role, metrics)) + padding),
  );
  const width = sizes.settle(`width of nic ${nic.name}`, Math.ceil(wished));
  return {
    id: nicId(nic),
    nic,
    name: nic.name,
    texts,
    box: { x, y: rowTop, width, height: nicHeight },
  };
}

function nicBadge(nic: HostInterface): string {
  const { gatewayFor, state, master } = nic;
  if (!isKnown(gatewayFor)) return 'default route?';
  if (gatewayFor.value.length > 0) return 'default route';
  if (state !== 'up' && state !== 'unknown') return state === 'lowerlayerdown' ? 'down' : state;
  return master === undefined ? '' : `in ${master}`;
}

function together(
  line: string,
  metrics: FontMetrics,
  x = nicLeft,
  name = 'Network interfaces',
): NicDraft {
  return {
    id: interfacesId,
    name,
    texts: [
      { text: name, role: 'name', x: padding, y: 19 },
      fitted(line, 'detail', padding, 36, nicsWidth - 2 * padding, metrics),
    ],
    box: { x, y: rowTop, width: nicsWidth, height: nicHeight },
  };
}
