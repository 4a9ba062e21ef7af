import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseSnapshot, type Snapshot } from '../../src/model/snapshot';

const folder = path.join(__dirname, '../oracle');

/** Names like `docker28/a_three_tier` of every snapshot under test/oracle, sorted. */
export function oracleNames(): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) =>
      readdirSync(path.join(folder, entry.name)).map((file) => `${entry.name}/${file}`),
    )
    .filter((file) => file.endsWith('.snapshot.json.gz'))
    .map((file) => file.replace('.snapshot.json.gz', ''))
    .sort();
}

/** The snapshot's JSON as it is stored. */
export function oracleJson(name: string): unknown {
  const text = gunzipSync(readFileSync(path.join(folder, `${name}.snapshot.json.gz`)));
  return JSON.parse(text.toString('utf8')) as unknown;
}

/** @throws when the stored file is no snapshot any more */
export function oracleSnapshot(name: string): Snapshot {
  return changedSnapshot(name, (json) => json);
}

/** The snapshot with other parts, e.g. without its host. @throws when it is no snapshot then */
export function changedSnapshot(
  name: string,
  change: (json: Readonly<Record<string, unknown>>) => unknown,
): Snapshot {
  const result = parseSnapshot(change(oracleJson(name) as Readonly<Record<string, unknown>>));
  if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.problems)}`);
  return result.snapshot;
}
