import type {
  ComposeContainerRef,
  Container,
  ContainerState,
  ExposedPort,
  NetworkMode,
  Protocol,
} from '../model/container';
import { observed, unknown, type Knowable } from '../model/provenance';
import type {
  ContainerListRecord,
  ContainerRecord,
  EndpointSettingsRecord,
} from '../model/records/containerRecord';
import { byKey, uniqueKeys } from './uniqueKeys';

const inspected = 'GET /containers/{id}/json';
const listed = 'GET /containers/json';

/**
 * What is known of one container before networks are looked at: from its inspect record, or from
 * the list alone when it could not be inspected.
 */
export interface ContainerDraft {
  readonly id: string;
  readonly key: string;
  readonly facts: Omit<Container, 'sandboxId' | 'endpointIds'>;
  /** The engine's SandboxID; empty while the container does not run and with Podman. */
  readonly engineSandboxId: string;
  readonly running: boolean;
  readonly settings: Readonly<Record<string, EndpointSettingsRecord>>;
  readonly detail: ContainerRecord | undefined;
  readonly listRecord: ContainerListRecord | undefined;
}

/** Container records → drafts, sorted by key. */
export function readContainers(
  details: readonly ContainerRecord[],
  list: readonly ContainerListRecord[],
): readonly ContainerDraft[] {
  const detailOf = new Map(details.map((record) => [record.Id, record]));
  const listOf = new Map(list.map((record) => [record.Id, record]));
  const ids = [...new Set([...listOf.keys(), ...detailOf.keys()])].map((id) => ({ id }));
  const keys = uniqueKeys(ids, ({ id }) => {
    const compose = composeRef(detailOf.get(id)?.Config?.Labels ?? listOf.get(id)?.Labels ?? {});
    return compose === undefined
      ? nameOf(detailOf.get(id), listOf.get(id))
      : `${compose.project}/${compose.service}/${compose.number}`;
  });
  const byReference = new Map<string, string>();
  for (const { id } of ids) {
    byReference.set(id, id);
    byReference.set(nameOf(detailOf.get(id), listOf.get(id)), id);
  }
  return ids
    .map(({ id }) =>
      readContainer(id, keys.get(id) ?? id, detailOf.get(id), listOf.get(id), byReference),
    )
    .sort(byKey);
}

function readContainer(
  id: string,
  key: string,
  detail: ContainerRecord | undefined,
  listRecord: ContainerListRecord | undefined,
  byReference: ReadonlyMap<string, string>,
): ContainerDraft {
  const source = detail === undefined ? listed : inspected;
  const labels = detail?.Config?.Labels ?? listRecord?.Labels ?? {};
  const compose = composeRef(labels);
  const state = readState(detail?.State?.Status ?? listRecord?.State);
  const mode = detail?.HostConfig?.NetworkMode ?? listRecord?.HostConfig?.NetworkMode ?? '';
  const config = detail?.HostConfig;
  const fromConfig = <T>(value: T): Knowable<T> =>
    detail === undefined
      ? unknown('the engine did not answer for this container', 'reading again')
      : observed(value, inspected);
  const pid = detail?.State?.Pid;
  const startedAt = detail?.State?.StartedAt;
  const facts: ContainerDraft['facts'] = {
    id,
    key,
    name: observed(nameOf(detail, listRecord), source),
    image: observed(detail?.Config?.Image ?? listRecord?.Image ?? '', source),
    state: observed(state, source),
    networkMode: observed(readMode(mode, byReference), source),
    hostname: fromConfig(fullHostname(detail)),
    dns: fromConfig(config?.Dns ?? []),
    dnsSearch: fromConfig(config?.DnsSearch ?? []),
    dnsOptions: fromConfig(config?.DnsOptions ?? []),
    extraHosts: fromConfig(config?.ExtraHosts ?? []),
    links: fromConfig((config?.Links ?? []).map(readLink).sort()),
    exposedPorts: fromConfig(readExposedPorts(Object.keys(detail?.Config?.ExposedPorts ?? {}))),
    ...(pid === undefined || pid === 0 ? {} : { pid }),
    ...(startedAt === undefined ? {} : { startedAt: observed(startedAt, inspected) }),
    ...(compose === undefined ? {} : { compose }),
    inactive: false,
  };
  return {
    id,
    key,
    facts,
    engineSandboxId: detail?.NetworkSettings?.SandboxID ?? '',
    running: state === 'running' || state === 'paused' || state === 'restarting',
    settings: detail?.NetworkSettings?.Networks ?? listRecord?.NetworkSettings?.Networks ?? {},
    detail,
    listRecord,
  };
}

function nameOf(
  detail: ContainerRecord | undefined,
  listRecord: ContainerListRecord | undefined,
): string {
  // A linked container has further names like `/other/alias`; its own has one slash.
  const names = detail === undefined ? (listRecord?.Names ?? []) : [detail.Name];
  const own = names.find((name) => !name.slice(1).includes('/')) ?? names[0] ?? '';
  return own.replace(/^\//, '');
}

function composeRef(labels: Readonly<Record<string, string>>): ComposeContainerRef | undefined {
  const project = labels['com.docker.compose.project'];
  const service = labels['com.docker.compose.service'];
  const number = Number(labels['com.docker.compose.container-number']);
  // `docker compose run` makes one-off containers: they are no replica of the service.
  const oneOff = labels['com.docker.compose.oneoff']?.toLowerCase() === 'true';
  if (project === undefined || service === undefined || !Number.isInteger(number) || oneOff) {
    return undefined;
  }
  return { project, service, number };
}

const states: readonly ContainerState[] = [
  'created',
  'running',
  'paused',
  'restarting',
  'removing',
  'exited',
  'dead',
];

/** Podman adds `configured` and `stopped`, which mean created and exited. */
function readState(status: string | undefined): ContainerState {
  if (status === 'configured' || status === 'initialized') return 'created';
  if (status === 'stopped') return 'exited';
  return states.find((state) => state === status) ?? 'unknown';
}

function readMode(mode: string, byReference: ReadonlyMap<string, string>): NetworkMode {
  if (mode === 'host') return { kind: 'host' };
  if (mode === 'none') return { kind: 'none' };
  if (mode.startsWith('container:')) {
    const ref = mode.slice('container:'.length);
    const container = byReference.get(ref);
    return { kind: 'container', ref, ...(container === undefined ? {} : { container }) };
  }
  return { kind: 'networks', network: mode };
}

function fullHostname(detail: ContainerRecord | undefined): string {
  const domain = detail?.Config?.Domainname ?? '';
  const hostname = detail?.Config?.Hostname ?? '';
  return domain === '' ? hostname : `${hostname}.${domain}`;
}

/** `/other:/this/alias` → `other:alias`. */
function readLink(link: string): string {
  const [target = '', alias = ''] = link.split(':');
  return `${target.replace(/^\//, '')}:${alias.split('/').at(-1) ?? alias}`;
}

/** `80/tcp` → port and protocol; what is neither tcp, udp nor sctp is left out. */
export function readPort(text: string): ExposedPort | undefined {
  const match = /^(\d+)(?:\/(tcp|udp|sctp))?$/.exec(text);
  if (match === null) return undefined;
  return { port: Number(match[1]), proto: (match[2] ?? 'tcp') as Protocol };
}

function readExposedPorts(texts: readonly string[]): readonly ExposedPort[] {
  return texts
    .flatMap((text) => readPort(text) ?? [])
    .sort((a, b) => a.port - b.port || (a.proto < b.proto ? -1 : 1));
}
