import type Dockerode from 'dockerode';
import { randomBytes, randomInt } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  resolveEngineEndpoint,
  type EngineEndpoint,
} from '../../../src/sources/engine/engineEndpoint';
import { systemEndpointInput } from '../../../src/sources/engine/endpointFiles';
import { busyboxRoot } from './busyboxImage';
import { connectToTestEngine, engineAvailable } from './engineAvailable';
import type { EngineTraits } from './engineTraits';
import { defaultEngine } from './enginesUnderTest';

/** On every network, container and image the tests make; its value is the id of the run. */
export const testLabel = 'dev.vethscope.test';

/** What the busybox image can do. */
const applets = ['sh', 'sleep', 'httpd', 'nc', 'ip', 'wget'];

/** A new id for one run of the tests. */
export function newRunId(): string {
  return randomBytes(4).toString('hex');
}

export interface TestNetwork {
  readonly id: string;
  readonly name: string;
}

export interface TestSubnetwork extends TestNetwork {
  /** The first three bytes of its /24, e.g. `10.201.7`. */
  readonly prefix: string;
}

export interface TestContainer {
  readonly id: string;
  readonly name: string;
}

export interface NetworkWishes {
  readonly subnet?: string;
  readonly gateway?: string;
  readonly internal?: boolean;
  readonly configOnly?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
  readonly driver?: string;
  readonly options?: Readonly<Record<string, string>>;
}

export interface ContainerWishes {
  /** Name or id of a network, `host`, `none` or `container:…`; absent: the default bridge. */
  readonly network?: string;
  readonly aliases?: readonly string[];
  readonly ipv4?: string;
  readonly mac?: string;
  readonly hostname?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** `80/tcp` to a port of the host, or to `''` for one the engine chooses. */
  readonly ports?: Readonly<Record<string, string>>;
  readonly environment?: readonly string[];
  readonly start?: boolean;
  /** Instead of the busybox image, doing nothing. */
  readonly image?: string;
  readonly command?: readonly string[];
}

/**
 * A real engine, and what one run of the tests makes on it. Others may use the same engine: names
 * bear the run's id, everything bears its label, and nothing else is ever removed.
 */
export class TestEngine {
  private constructor(
    readonly docker: Dockerode,
    readonly runId: string,
    readonly endpoint: EngineEndpoint,
    /** `20.10.24`. */
    readonly version: string,
    readonly traits: EngineTraits,
    /** `name:tag` of the busybox image. */
    readonly image: string,
  ) {}

  /** Imports the image. @throws when no engine answers or there is no busybox */
  static async open(runId: string, under = defaultEngine()): Promise<TestEngine> {
    if (!/^[a-z0-9]{1,20}$/.test(runId)) throw new Error(`unfit for names: ${runId}`);
    const available = await engineAvailable(under);
    if (!available.ok) throw new Error(`These tests need a Docker engine: ${available.reason}.`);
    const docker = connectToTestEngine(under);
    const endpoint = resolveEngineEndpoint(systemEndpointInput({ host: under.host }));
    const image = `vethscope-test-${runId}:busybox`;
    await importRoot(docker, image, runId, busyboxRoot(applets));
    return new TestEngine(docker, runId, endpoint, available.version, available.traits, image);
  }

  /** Makes an image of a root file system, a tar archive; its name. */
  async importImage(tag: string, root: Buffer): Promise<string> {
    const image = `vethscope-test-${this.runId}:${tag}`;
    await importRoot(this.docker, image, this.runId, root);
    return image;
  }

  /** The name that `name` gets on this engine. */
  named(name: string): string {
    return `vst-${this.runId}-${name}`;
  }

  async makeNetwork(name: string, wishes: NetworkWishes = {}): Promise<TestNetwork> {
    const fullName = this.named(name);
    const network = await this.docker.createNetwork({
      Name: fullName,
      Driver: wishes.driver ?? 'bridge',
      Internal: wishes.internal ?? false,
      ConfigOnly: wishes.configOnly ?? false,
      Labels: { ...wishes.labels, [testLabel]: this.runId },
      Options: { ...wishes.options },
      ...(wishes.subnet === undefined
        ? {}
        : {
            IPAM: {
              Driver: 'default',
              Config: [
                {
                  Subnet: wishes.subnet,
                  ...(wishes.gateway === undefined ? {} : { Gateway: wishes.gateway }),
                },
              ],
            },
          }),
    });
    return { id: network.id, name: fullName };
  }

  /** A network with a subnet of its own, which is what static addresses need. */
  async makeSubnetwork(name: string, wishes: NetworkWishes = {}): Promise<TestSubnetwork> {
    // Others make networks on this engine too: a subnet that is taken is no fault.
    for (let attempt = 0; ; attempt += 1) {
      const prefix = `10.${randomInt(200, 250)}.${randomInt(0, 256)}`;
      try {
        const network = await this.makeNetwork(name, { ...wishes, subnet: `${prefix}.0/24` });
        return { ...network, prefix };
      } catch (error) {
        const overlaps = error instanceof Error && /overlaps|already used/.test(error.message);
        if (!overlaps || attempt === 20) throw error;
      }
    }
  }

  /** Runs busybox doing nothing for an hour. */
  async runContainer(name: string, wishes: ContainerWishes = {}): Promise<TestContainer> {
    const fullName = this.named(name);
    const ports = Object.entries(wishes.ports ?? {});
    const endpointWishes = {
      ...(wishes.aliases === undefined ? {} : { Aliases: [...wishes.aliases] }),
      ...(wishes.ipv4 === undefined ? {} : { IPAMConfig: { IPv4Address: wishes.ipv4 } }),
    };
    const container = await this.docker.createContainer({
      name: fullName,
      Image: wishes.image ?? this.image,
      // Nothing in it needs a chance to end well, and its first process heeds no other signal.
      StopSignal: 'SIGKILL',
      Cmd: [...(wishes.command ?? ['/bin/sleep', '3600'])],
      Labels: { ...wishes.labels, [testLabel]: this.runId },
      Env: [...(wishes.environment ?? [])],
      ...(wishes.hostname === undefined ? {} : { Hostname: wishes.hostname }),
      ...(wishes.mac === undefined ? {} : { MacAddress: wishes.mac }),
      ExposedPorts: Object.fromEntries(ports.map(([port]) => [port, {}])),
      HostConfig: {
        NetworkMode: wishes.network ?? 'bridge',
        PortBindings: Object.fromEntries(ports.map(([port, host]) => [port, [{ HostPort: host }]])),
      },
      // Podman heeds a MAC address only where the endpoint is named, too.
      ...(wishes.network === undefined ||
      (Object.keys(endpointWishes).length === 0 && wishes.mac === undefined)
        ? {}
        : { NetworkingConfig: { EndpointsConfig: { [wishes.network]: endpointWishes } } }),
    });
    if (wishes.start ?? true) await container.start();
    return { id: container.id, name: fullName };
  }

  async remove(thing: TestContainer): Promise<void> {
    await this.docker.getContainer(thing.id).remove({ force: true, v: true });
  }

  async removeNetwork(thing: TestNetwork): Promise<void> {
    await this.docker.getNetwork(thing.id).remove();
  }

  /** Removes what bears this run's label. @throws AggregateError when something stays */
  async cleanup(): Promise<void> {
    const filters = { label: [`${testLabel}=${this.runId}`] };
    const failures: unknown[] = [];
    const attempt = async (action: Promise<unknown>): Promise<void> => {
      try {
        await action;
      } catch (error) {
        // Gone already, by a test that removes what it made, is as wished.
        const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 0;
        if (status !== 404) failures.push(error);
      }
    };
    // Podman keeps one whose network namespace another uses until that one is gone.
    for (let round = 0; round < 2; round += 1) {
      failures.length = 0;
      for (const { Id } of await this.docker.listContainers({ all: true, filters })) {
        await attempt(this.docker.getContainer(Id).remove({ force: true, v: true }));
      }
    }
    for (const { Id } of await this.docker.listNetworks({ filters })) {
      await attempt(this.docker.getNetwork(Id).remove());
    }
    for (const { Id } of await this.docker.listImages({ filters })) {
      await attempt(this.docker.getImage(Id).remove({ force: true }));
    }
    if (failures.length > 0)
      throw new AggregateError(failures, `the tests left something behind: ${failures.join(', ')}`);
  }
}

async function importRoot(
  docker: Dockerode,
  image: string,
  runId: string,
  root: Buffer,
): Promise<void> {
  const [repo, tag] = image.split(':');
  const answer = await docker.importImage(Readable.from([root]), {
    repo,
    tag,
    changes: `LABEL ${testLabel}=${runId}`,
  });
  let progress = '';
  for await (const chunk of answer) progress += chunk.toString();
  if (progress.includes('"error"')) throw new Error(`the image was not imported: ${progress}`);
}
