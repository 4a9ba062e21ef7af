import type { Provenance } from '../model/provenance';
import type { SceneDepth } from './sceneOptions';

export type SceneElementKind =
  /** The frame around all of one engine, in a picture of several. */
  | 'engine'
  | 'host'
  | 'nic'
  | 'network'
  | 'bridge'
  | 'veth'
  | 'container'
  | 'endpoint'
  | 'port'
  | 'sandbox'
  | 'outside';

/** How sure the picture is: observed is drawn solid, declared and predicted dashed, unknown dotted. */
export type Certainty = Provenance['kind'] | 'unknown';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Top left corner and size, in pixels at zoom 1. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export type TextRole = 'title' | 'name' | 'detail' | 'mono' | 'badge';

/** One line of text already cut to its box; the position is its left baseline relative to the box. */
export interface SceneText {
  readonly text: string;
  readonly role: TextRole;
  readonly x: number;
  readonly y: number;
  /** Pixels at zoom 1, where it is not its role's. */
  readonly size?: number;
}

/** Drawn instead of an element's texts while those are too small to be read. */
export interface FarTexts {
  /** From this zoom on, up to that of the one before it. */
  readonly zoom: number;
  /** Each with a size. */
  readonly texts: readonly SceneText[];
  /** Over all that is in its box. */
  readonly across?: boolean;
}

/** What an element is besides its kind; drawn as shape, dash or label, never as colour alone. */
export type SceneFlag =
  | 'drift-missing'
  | 'drift-extra'
  | 'drift-changed'
  | 'stopped'
  | 'paused'
  | 'internal'
  | 'external'
  | 'inactive'
  /** Of an engine that does not answer (any more). */
  | 'stale'
  | 'orphan'
  | 'unused'
  | 'default-route'
  | 'host-network'
  | 'no-network'
  /** A wire that is drawn only while one of its ends is pointed at. */
  | 'quiet'
  /** A network of which only the name and figures are drawn. */
  | 'folded';

export interface SceneElement {
  /** `<kind>:<key>`; stable over re-creates. */
  readonly id: string;
  readonly kind: SceneElementKind;
  /** The engine's id of what is drawn. A published port has none of its own: it carries its container's. */
  readonly ref: string;
  readonly name: string;
  readonly address?: string;
  /** Scene id of the element it is drawn in. */
  readonly parent?: string;
  readonly box: Box;
  readonly texts: readonly SceneText[];
  readonly certainty: Certainty;
  readonly flags: readonly SceneFlag[];
  /** Which of the hues a network's bus, plugs, ports and wires share; absent for what belongs to none. */
  readonly hue?: number;
  /** What is read of it from far away, from near to far. */
  readonly far?: readonly FarTexts[];
  /** One sentence for assistive technology and the outline. */
  readonly description: string;
}

export type SceneEdgeKind = 'wire' | 'uplink' | 'nat' | 'outside' | 'shares';

export interface SceneEdge {
  readonly id: string;
  readonly kind: SceneEdgeKind;
  /** Scene ids. */
  readonly from: string;
  readonly to: string;
  readonly provenance: Provenance | { readonly kind: 'unknown'; readonly reason: string };
  /** The drawn line, from the edge of `from` to the edge of `to`; at least two points, all segments axis-parallel. */
  readonly points: readonly Point[];
  readonly flags: readonly SceneFlag[];
  readonly hue?: number;
  /** Wires of the same bundle share their way until they come apart. */
  readonly bundle?: string;
}

/** A drawable picture as plain JSON: the same topology, options, metrics and memory give the same scene. */
export interface Scene {
  readonly format: 'vethscope-scene/1';
  /** What is drawn, e.g. `Docker 28.5.2 on vm` or `project shop from docker-compose.yml, as planned for Docker 28.5`. */
  readonly title: string;
  readonly origin: 'engine' | 'snapshot' | 'compose';
  /** What is drawn of the wiring; wiring where nothing is said. */
  readonly depth?: SceneDepth;
  /** Whether networks are drawn with less than there is, until they are looked at from near. */
  readonly sheds?: boolean;
  readonly width: number;
  readonly height: number;
  /** In drawing order: what stands behind comes first. A parent stands before its children. */
  readonly elements: readonly SceneElement[];
  readonly edges: readonly SceneEdge[];
  /** What is not shown or not known, in sentences. */
  readonly notes: readonly string[];
}
