import * as z from 'zod/mini';
import {
  containerListRecord,
  containerRecord,
  type ContainerListRecord,
  type ContainerRecord,
} from '../../model/records/containerRecord';
import { probeLabel } from '../../model/records/labels';
import { networkRecord, type NetworkRecord } from '../../model/records/networkRecord';
import { parseSnapshot, snapshotFormat, type Snapshot } from '../../model/snapshot';
import { EngineError } from './engineError';
import { badAnswerError, isFatal } from './engineErrorFrom';
import { mapLimited } from './mapLimited';
import {
  containerPrints,
  idsToInspect,
  networkPrints,
  swarmSuspects,
  type Inspected,
} from './readingPlan';

/** Asks the engine for JSON; the path is without the API version. */
export type EngineGet = (
  path: string,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<unknown>;

/** `GET /version` and `GET /info`, as they came. */
export interface EngineFacts {
  readonly version: unknown;
  readonly info: unknown;
  /** Whether `info` says that swarm mode is on. */
  readonly inSwarm: boolean;
  readonly missing: readonly MissingPart[];
}

interface MissingPart {
  readonly part: string;
  readonly reason: string;
}

const inspectsAtOnce = 8;

/**
 * So many unanswered inspects are an engine that hangs, and waiting for each of them would take for
 * ever; fewer are containers that hang, which some engines have.
 */
const mostTimeouts = 8;

/**
 * Reads networks and containers, and remembers the inspect records, already cut down to the
 * allow-list, so that the next read asks only for what is new or changed.
 */
export class EngineReader {
  private known = nothingKnown();
  private suspects = new Set<string>();

  constructor(
    private readonly get: EngineGet,
    private readonly now: () => number,
  ) {}

  /** These are inspected again at the next read, whatever the lists say. */
  suspect(ids: readonly string[]): void {
    for (const id of ids) this.suspects.add(id);
  }

  /** Everything is inspected again at the next read. */
  forget(): void {
    this.known = nothingKnown();
    this.suspects = new Set();
  }

  /** @throws EngineError when a list cannot be read or the engine stops answering */
  async read(facts: EngineFacts, signal: AbortSignal): Promise<Snapshot> {
    const suspects = this.suspects;
    this.suspects = new Set();
    try {
      return await this.readAll(facts, suspects, signal);
    } catch (error) {
      this.suspect([...suspects]);
      throw error;
    }
  }

  private async readAll(
    facts: EngineFacts,
    suspects: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<Snapshot> {
    const missing = [...facts.missing];
    // A copy: should `forget` come while this waits for answers, what it learns is not kept.
    const before = this.known;
    const known = { networks: new Map(before.networks), containers: new Map(before.containers) };
    const [networkAnswer, containerAnswer] = await Promise.all([
      this.get('/networks', {}, signal),
      this.get('/containers/json', { all: '1' }, signal),
    ]);
    const networks = parseList('/networks', networkRecord, networkAnswer, missing);
    const allListed = parseList('/containers/json', containerListRecord, containerAnswer, missing);
    const probes = new Set(allListed.filter(isProbe).map((container) => container.Id));
    const listed = allListed.filter((container) => !probes.has(container.Id));

    const swarm = facts.inSwarm ? swarmSuspects(networks) : [];
    const networkPrint = networkPrints(networks, listed);
    const containerPrint = containerPrints(listed);
    const gone = new Set<string>();
    let timeouts = 0;
    const inspect = async <T>(job: InspectJob<T>): Promise<void> => {
      try {
        const record = job.schema.safeParse(await this.get(job.path, job.query, signal));
        if (!record.success) throw badAnswerError(`GET ${job.path}`, z.prettifyError(record.error));
        job.known.set(job.id, { print: job.print, record: record.data });
      } catch (error) {
        job.known.delete(job.id);
        if (!(error instanceof EngineError) || isFatal(error.reason)) throw error;
        if (error.status === 404) {
          gone.add(job.id);
          return;
        }
        if (error.reason === 'timeout' && ++timeouts > mostTimeouts) throw error;
        missing.push({ part: `GET ${job.path}`, reason: error.message });
      }
    };
    const jobs = [
      ...idsToInspect(networkPrint, known.networks, new Set([...suspects, ...swarm])).map(
        (id) => () =>
          inspect({
            id,
            path: `/networks/${encodeURIComponent(id)}`,
            query: facts.inSwarm ? { verbose: 'true' } : {},
            print: networkPrint.get(id) ?? '',
            schema: networkRecord,
            known: known.networks,
          }),
      ),
      ...idsToInspect(containerPrint, known.containers, suspects).map(
        (id) => () =>
          inspect({
            id,
            path: `/containers/${encodeURIComponent(id)}/json`,
            query: {},
            print: containerPrint.get(id) ?? '',
            schema: containerRecord,
            known: known.containers,
          }),
      ),
    ];
    await mapLimited(jobs, inspectsAtOnce, (job) => job());
    keepOnly(known.networks, networkPrint);
    keepOnly(known.containers, containerPrint);
    if (this.known === before) this.known = known;

    const present = listed.filter((container) => !gone.has(container.Id));
    const result = parseSnapshot({
      format: snapshotFormat,
      takenAt: new Date(this.now()).toISOString(),
      engine: { version: facts.version, info: facts.info },
      networks: networks
        .filter((network) => !gone.has(network.Id))
        // What the list tells of a network that could not be inspected is still true.
        .map((network) => withoutProbes(known.networks.get(network.Id)?.record ?? network, probes))
        .sort(byNameAndId((network) => network.Name)),
      containers: present
        .flatMap((container) => known.containers.get(container.Id)?.record ?? [])
        .sort(byNameAndId((container) => container.Name)),
      containersList: [...present].sort(byNameAndId((container) => container.Names?.[0] ?? '')),
      ...(missing.length > 0 ? { missing } : {}),
    });
    if (!result.ok) {
      const [problem] = result.problems;
      throw badAnswerError('GET /version', `${problem?.path}: ${problem?.message}`);
    }
    return result.snapshot;
  }
}

interface Known {
  readonly networks: Map<string, Inspected<NetworkRecord>>;
  readonly containers: Map<string, Inspected<ContainerRecord>>;
}

function nothingKnown(): Known {
  return { networks: new Map(), containers: new Map() };
}

interface InspectJob<T> {
  readonly id: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly print: string;
  readonly schema: z.ZodMiniType<T>;
  readonly known: Map<string, Inspected<T>>;
}

/** The records of a list; one that makes no sense is named as missing, the others count. */
function parseList<T>(
  path: string,
  schema: z.ZodMiniType<T>,
  answer: unknown,
  missing: MissingPart[],
): readonly T[] {
  if (!Array.isArray(answer)) throw badAnswerError(`GET ${path}`, `no list but ${typeof answer}`);
  return answer.flatMap((item: unknown, index) => {
    const record = schema.safeParse(item);
    if (record.success) return [record.data];
    missing.push({ part: `GET ${path}`, reason: `Entry ${index} of the list makes no sense.` });
    return [];
  });
}

function isProbe(container: ContainerListRecord): boolean {
  return probeLabel in container.Labels;
}

function withoutProbes(network: NetworkRecord, probes: ReadonlySet<string>): NetworkRecord {
  if (network.Containers === undefined || probes.size === 0) return network;
  return {
    ...network,
    Containers: Object.fromEntries(
      Object.entries(network.Containers).filter(([id]) => !probes.has(id)),
    ),
  };
}

function keepOnly<T>(known: Map<string, T>, ids: ReadonlyMap<string, unknown>): void {
  for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
}

function byNameAndId<T extends { readonly Id: string }>(
  name: (record: T) => string,
): (a: T, b: T) => number {
  return (a, b) => compare(name(a), name(b)) || compare(a.Id, b.Id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
