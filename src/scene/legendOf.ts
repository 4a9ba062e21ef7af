import { legendSamples, type SampleStroke } from './legendSamples';
import type { Scene, SceneEdge, SceneElement, SceneFlag } from './scene';

/** One line of a legend: a sample to draw and what it means. */
export interface LegendEntry {
  readonly key: LegendKey;
  readonly text: string;
  readonly sample: readonly SampleStroke[];
}

export type LegendKey =
  | SceneElement['kind']
  | `line-${SceneEdge['kind']}`
  | 'observed'
  | 'predicted'
  | 'unknown'
  | 'hue'
  | `flag-${SceneFlag}`
  | 'selected'
  | 'lit'
  | 'dimmed';

/** In the order of a legend: what stands there, the lines between, how sure it is, what is special. */
const texts: readonly (readonly [LegendKey, string])[] = [
  ['engine', 'Frame with a heading: all of one engine'],
  ['outside', 'Rounded: the world outside the host'],
  ['host', 'Large frame: the host'],
  ['nic', 'Host’s network interface, or the parent of a network'],
  ['port', 'Rounded tag: published port'],
  ['network', 'Lane: network'],
  ['bridge', 'Bar: the network’s bridge'],
  ['veth', 'Small square: plug, the host’s end of a veth pair'],
  ['container', 'Card: container'],
  ['endpoint', 'Socket on a card: the container’s interface on a network'],
  ['sandbox', 'Frame around cards: they share one network namespace'],
  ['line-wire', 'Wire: from network to container'],
  ['line-uplink', 'Uplink: from network to the host’s interface'],
  ['line-nat', 'Arrow: a published port’s way to its container'],
  ['line-outside', 'The host’s way to the outside'],
  ['line-shares', 'Shares a namespace'],
  ['hue', 'One colour, in high contrast one pattern: belongs to one network'],
  ['observed', 'Solid: observed'],
  ['predicted', 'Dashed: declared or predicted'],
  ['unknown', 'Dotted: not known'],
  ['flag-default-route', 'Thick: default route'],
  ['flag-stopped', 'Pale: stopped'],
  ['flag-paused', 'Pale: paused'],
  ['flag-inactive', 'Pale: its profile is not active'],
  ['flag-stale', 'Grey: its engine does not answer'],
  ['flag-internal', 'Cut corners: internal network, no way out'],
  ['flag-external', 'Says “external”: made outside the project'],
  ['flag-unused', 'Says “not used”: nothing is on it'],
  ['flag-host-network', 'On the host’s network: no namespace of its own'],
  ['flag-no-network', 'On no network'],
  ['flag-orphan', 'Square and thick: left over, belongs to nothing the engine knows'],
  ['flag-quiet', 'Some wires are drawn only while one of their ends is pointed at'],
  ['flag-folded', 'Stands for more: zoom in to see it'],
  ['flag-drift-missing', '− dashed and pale: in the files, not running'],
  ['flag-drift-extra', '+ doubled frame: running, not in the files'],
  ['flag-drift-changed', '≠ thick frame: not as in the files'],
];

/** What pointing, selecting and tracing do to any picture on screen. */
const screenStates: readonly (readonly [LegendKey, string])[] = [
  ['selected', 'Outlined: selected'],
  [
    'lit',
    'Not dimmed: what is pointed at or searched for, or a trace’s path, up to what decides it',
  ],
  ['dimmed', 'Dimmed: everything else meanwhile'],
];

/** And what a trace does to a picture that does not change any more. */
const pathStates: readonly (readonly [LegendKey, string])[] = [
  ['lit', 'Not dimmed: the trace’s path, up to what decides it'],
  ['dimmed', 'Dimmed: everything else'],
];

/** What the shapes, lines and marks of this picture on screen mean; what it has not is left out. */
export function legendOf(scene: Scene): readonly LegendEntry[] {
  const present = keysOf(scene);
  return present.size === 0 ? [] : entriesOf(present, [...texts, ...screenStates]);
}

/** The same of a picture to take along: nobody points into it, and all its wires are drawn. */
export function stillLegendOf(scene: Scene, isPathLit: boolean): readonly LegendEntry[] {
  const present = keysOf(scene);
  present.delete('flag-quiet');
  return entriesOf(present, isPathLit ? [...texts, ...pathStates] : texts);
}

const states: ReadonlySet<LegendKey> = new Set(['selected', 'lit', 'dimmed']);

function entriesOf(
  present: ReadonlySet<LegendKey>,
  from: readonly (readonly [LegendKey, string])[],
): readonly LegendEntry[] {
  return from.flatMap(([key, text]) =>
    present.has(key) || states.has(key) ? [{ key, text, sample: legendSamples[key] }] : [],
  );
}

function keysOf(scene: Scene): Set<LegendKey> {
  const present = new Set<LegendKey>();
  for (const { kind, certainty, flags, hue } of scene.elements) {
    present.add(kind);
    note(present, certainty, flags, hue);
  }
  for (const { kind, provenance, flags, hue } of scene.edges) {
    present.add(`line-${kind}`);
    note(present, provenance.kind, flags, hue);
  }
  return present;
}

function note(
  present: Set<LegendKey>,
  certainty: SceneElement['certainty'],
  flags: readonly SceneFlag[],
  hue: number | undefined,
): void {
  present.add(certainty === 'declared' ? 'predicted' : certainty);
  for (const flag of flags) present.add(`flag-${flag}`);
  if (hue !== undefined) present.add('hue');
}
