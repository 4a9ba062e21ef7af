import { randomInt } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { diskReader } from '../../../src/cli/diskReader';
import { readComposeProject } from '../../../src/compose/readComposeProject';
import type { ComposeProject } from '../../../src/model/composeProject';
import type { Topology } from '../../../src/model/topology';
import { openEngine } from '../../../src/sources/engine/dockerodeEngine';
import type { Engine } from '../../../src/sources/engine/engine';
import { buildTopology } from '../../../src/topology/buildTopology';
import { findDockerCompose, type DockerCompose } from './dockerCompose';
import { newRunId, TestEngine } from './testEngine';

export const composeMissing =
  'These tests need docker compose 2 or later: install docker-compose-plugin (Debian 13 and later: ' +
  'docker-compose), or set VETHSCOPE_DOCKER_COMPOSE to the binary.';

const projectLabel = 'com.docker.compose.project';

/** A project of `test/fixtures/compose-up` under a name of its own. */
export interface ComposeRun {
  /** In the fixtures' folder. */
  readonly folder: string;
  readonly profiles?: readonly string[];
  /** Told apart by this from other projects of the same folder. */
  readonly suffix?: string;
}

/** Real projects, made with the real docker compose; only they are ever removed. */
export class ComposeProjects {
  private readonly made = new Map<string, ComposeRun>();
  readonly environment: Readonly<Record<string, string>>;

  private constructor(
    readonly tests: TestEngine,
    readonly compose: DockerCompose,
    readonly engine: Engine,
  ) {
    // Below the ports the kernel gives to others.
    const first = randomInt(20_000, 30_000);
    const ports = Array.from({ length: 8 }, (_, index) => [
      `VST_PORT${index}`,
      String(first + index),
    ]);
    this.environment = {
      VST_IMAGE: tests.image,
      VST_EXTERNAL: tests.named('external'),
      ...(Object.fromEntries(ports) as Record<string, string>),
    };
  }

  /** @throws when there is no engine or no docker compose */
  static async open(): Promise<ComposeProjects> {
    const compose = await findDockerCompose();
    if (compose === undefined) throw new Error(composeMissing);
    const tests = await TestEngine.open(newRunId());
    return new ComposeProjects(tests, compose, await openEngine(tests.endpoint));
  }

  nameOf({ folder, suffix = '' }: ComposeRun): string {
    return this.tests.named(`${path.basename(folder)}${suffix}`);
  }

  /** The project as the program reads it. */
  async project(run: ComposeRun): Promise<ComposeProject> {
    const { project, problems } = await readComposeProject(
      {
        workingDirectory: folderOf(run),
        environment: this.environmentOf(run),
        projectName: this.nameOf(run),
        profiles: run.profiles ?? [],
      },
      diskReader,
    );
    const error = problems.find(({ severity }) => severity === 'error');
    if (project === undefined || error !== undefined) {
      throw new Error(`${run.folder}: ${error?.message ?? 'no project'}`);
    }
    return project;
  }

  async up(run: ComposeRun): Promise<void> {
    this.made.set(this.nameOf(run), run);
    const profiles = (run.profiles ?? []).flatMap((profile) => ['--profile', profile]);
    await this.compose.run([...profiles, '-p', this.nameOf(run), 'up', '--detach'], {
      folder: folderOf(run),
      environment: this.environmentOf(run),
    });
  }

  async read(): Promise<Topology> {
    const snapshot = await this.engine.read(new AbortController().signal);
    return buildTopology(snapshot, { kind: 'engine', label: 'test' }, 'test');
  }

  /** Removes what bears the project's name, which holds this run's id. */
  async remove(run: ComposeRun): Promise<void> {
    const name = this.nameOf(run);
    const filters = { label: [`${projectLabel}=${name}`] };
    const { docker } = this.tests;
    const containers = await docker.listContainers({ all: true, filters });
    await Promise.all(
      containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })),
    );
    for (const { Id } of await docker.listNetworks({ filters }))
      await docker.getNetwork(Id).remove();
    this.made.delete(name);
  }

  async close(): Promise<void> {
    this.engine.dispose();
    for (const run of [...this.made.values()]) await this.remove(run);
    await this.tests.cleanup();
  }

  private environmentOf(run: ComposeRun): Readonly<Record<string, string>> {
    return { ...this.environment, VST_PROJECT: this.nameOf(run) };
  }
}

function folderOf({ folder }: ComposeRun): string {
  return path.resolve('test/fixtures/compose-up', folder);
}

/** Subnets of the host's own interfaces, which the engine passes over too. */
export function hostSubnets(): readonly string[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    // The bridges of an engine are told by the engine, while they are there.
    /^(docker|br-|veth)/.test(name)
      ? []
      : (addresses ?? []).flatMap(({ family, cidr }) =>
          family === 'IPv4' && cidr !== null ? [cidr] : [],
        ),
  );
}
