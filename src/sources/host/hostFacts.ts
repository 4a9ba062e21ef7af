import { parseSnapshot, snapshotFormat, type Snapshot } from '../../model/snapshot';
import { missingPart, type MissingFact } from './missingFact';

/** Raw: `withHostFacts` checks them. */
export type HostPart = Raw<NonNullable<Snapshot['host']>>;
export type SandboxPart = Raw<NonNullable<Snapshot['sandboxes']>[string]>;
type Raw<T> = { readonly [Name in keyof T]?: unknown };

/** What a probe brought back; what it could not bring is in `missing`. */
export interface HostFacts {
  readonly host?: HostPart;
  /** By container id. */
  readonly sandboxes?: Readonly<Record<string, SandboxPart>>;
  readonly missing: readonly MissingFact[];
}

/** Nothing was read, for one reason. */
export function nothingRead(why: Omit<MissingFact, 'part'>): HostFacts {
  return { missing: [{ part: 'host', ...why }] };
}

/**
 * The engine's snapshot with what a probe read beside it. The facts pass the snapshot's allow-list: names
 * of foreign processes stay out.
 */
export function withHostFacts(snapshot: Snapshot, facts: HostFacts): Snapshot {
  const { host, sandboxes } = allowed(facts);
  const missing = [...(snapshot.missing ?? []), ...facts.missing.map(missingPart)];
  return {
    ...snapshot,
    ...(host === undefined ? {} : { host }),
    ...(sandboxes === undefined ? {} : { sandboxes }),
    ...(missing.length === 0 ? {} : { missing }),
  };
}

function allowed({ host, sandboxes }: HostFacts): Pick<Snapshot, 'host' | 'sandboxes'> {
  const result = parseSnapshot({
    format: snapshotFormat,
    takenAt: '',
    engine: { version: {}, info: {} },
    networks: [],
    containers: [],
    containersList: [],
    host,
    sandboxes,
  });
  return result.ok ? result.snapshot : { host: undefined, sandboxes: undefined };
}
