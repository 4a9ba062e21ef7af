import * as z from 'zod/mini';
import { containerListRecord, containerRecord } from './records/containerRecord';
import { daemonOptions, infoRecord, versionRecord } from './records/engineRecords';
import { hostPart, sandboxPart } from './records/kernelParts';
import { networkRecord } from './records/networkRecord';
import { count, maybe, text, texts } from './records/tolerantSchemas';

/**
 * The snapshot: what was read, as read (contract 1 of the design). The schemas, here and in records/,
 * are both the validation and the allow-list: a field that they do not name is dropped when a snapshot
 * is taken, opened or saved, so environments, commands, mounts and foreign labels never get in.
 *
 * Tolerant on purpose: engines of all ages omit fields or send `null`; what is missing becomes
 * `undefined` here and is decided on in topology/.
 */

export const snapshotFormat = 'vethscope-snapshot/1';

const outside = z.object({ addresses: texts, routes: texts });

/** A connection that was tried for real, beside what was predicted: for reports of what differs. */
const triedConnection = z.object({
  triedAt: text,
  from: text,
  to: text,
  proto: text,
  port: count,
  /** `exec`, `helper` or `local`. */
  way: text,
  tool: text,
  observed: text,
  predicted: text,
  why: text,
  decidedBy: text,
});

export const snapshotSchema = z.object({
  format: z.literal(snapshotFormat),
  takenAt: z.string(),
  engine: z.object({ version: versionRecord, info: infoRecord, options: maybe(daemonOptions) }),
  networks: z.array(networkRecord),
  containers: z.array(containerRecord),
  containersList: z.array(containerListRecord),
  host: maybe(hostPart),
  sandboxes: maybe(z.record(z.string(), sandboxPart)),
  outside: maybe(outside),
  missing: maybe(z.array(z.object({ part: z.string(), reason: z.string() }))),
  tried: maybe(z.array(triedConnection)),
});

export type Snapshot = z.output<typeof snapshotSchema>;
export type TriedConnection = z.output<typeof triedConnection>;

export type SnapshotProblem = { readonly path: string; readonly message: string };

export type SnapshotResult =
  | { readonly ok: true; readonly snapshot: Snapshot }
  | { readonly ok: false; readonly problems: readonly SnapshotProblem[] };

/** Validates foreign JSON and keeps only what the allow-list names. Never throws. */
export function parseSnapshot(json: unknown): SnapshotResult {
  const result = snapshotSchema.safeParse(json);
  if (result.success) return { ok: true, snapshot: result.data };
  return {
    ok: false,
    problems: result.error.issues.map((issue) => ({
      path: issue.path.map(String).join('.'),
      message: issue.message,
    })),
  };
}
