import { checkBuild, checkLimits, checkMounts } from './checkService';
import { findCycle } from './dependencyCycle';
import { replicasOf } from './toComposeProject';
import type { Problems } from './problems';
import type { Span } from './sourceText';
import {
  child,
  entriesOf,
  itemsOf,
  printed,
  stringOf,
  type Entry,
  type MapTree,
  type Tree,
} from './tree';

const invalid = 'invalid compose project';

/**
 * What services say of each other and of networks, volumes, secrets and configs. Only services of
 * active profiles are looked at (compose-go: checkConsistency).
 */
export function checkConsistency(
  model: MapTree,
  enabled: ReadonlySet<string>,
  problems: Problems,
): void {
  // docker compose goes through them in random order; by name the first error is always the same.
  const services = entriesOf(child(model, 'services'))
    .filter(([name, entry]) => enabled.has(name) && entry.value.kind === 'map')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, entry] of services) {
    new ServiceCheck(name, entry, model, enabled, problems).run();
  }
  for (const [name, entry] of entriesOf(child(model, 'secrets'))) {
    checkSecret(name, entry, problems);
  }
  const cycle = findCycle(services);
  if (cycle !== undefined) {
    problems.error(`dependency cycle detected: ${cycle.names.join(' -> ')}`, cycle.at);
  }
  checkContainerNames(services, problems);
}

class ServiceCheck {
  private readonly quoted: string;

  constructor(
    private readonly name: string,
    private readonly entry: Entry,
    private readonly model: MapTree,
    private readonly enabled: ReadonlySet<string>,
    private readonly problems: Problems,
  ) {
    this.quoted = JSON.stringify(name);
  }

  run(): void {
    const service = this.entry.value;
    const image = stringOf(this.field('image')) ?? '';
    const made = this.field('build') ?? this.field('provider');
    if (image === '' && made === undefined) {
      this.error(
        `service ${this.quoted} has neither an image nor a build context specified: ${invalid}`,
      );
    }
    checkBuild(this.name, service, this.model, this.enabled, this.problems);
    this.checkNetworks();
    this.checkHealth();
    this.checkDependencies();
    this.checkReferences();
    this.checkScale();
    checkLimits(this.name, service, this.problems);
    checkMounts(this.name, service, this.problems);
  }

  private field(...keys: readonly string[]): Tree | undefined {
    return child(this.entry.value, ...keys);
  }

  private error(message: string, at: Span = this.entry.key): void {
    this.problems.error(message, at);
  }

  private checkNetworks(): void {
    const mode = this.field('network_mode');
    const networks = entriesOf(this.field('networks'));
    if (mode !== undefined && (stringOf(mode) ?? '') !== '' && networks.length > 0) {
      this.error(
        `service ${this.name} declares mutually exclusive \`network_mode\` and \`networks\`: ${invalid}`,
        mode.at,
      );
    }
    for (const [network, entry] of networks) {
      if (child(this.model, 'networks', network) !== undefined) continue;
      this.error(
        `service ${this.quoted} refers to undefined network ${network}: ${invalid}`,
        entry.key,
      );
    }
  }

  private checkHealth(): void {
    const [first] = itemsOf(this.field('healthcheck', 'test'));
    if (first === undefined || ['CMD', 'CMD-SHELL', 'NONE'].includes(printed(first))) return;
    this.error('healthcheck.test must start either by "CMD", "CMD-SHELL" or "NONE"', first.at);
  }

  private checkDependencies(): void {
    for (const [target, { key, value }] of entriesOf(this.field('depends_on'))) {
      if (this.enabled.has(target)) continue;
      const required = child(value, 'required');
      const exists = child(this.model, 'services', target) !== undefined;
      if (exists && required?.kind === 'bool' && !required.value) continue;
      this.error(
        `service ${this.quoted} depends on undefined service ${JSON.stringify(target)}: ${invalid}`,
        key,
      );
    }
  }

  private checkReferences(): void {
    for (const volume of itemsOf(this.field('volumes'))) {
      const source = child(volume, 'source');
      if (stringOf(child(volume, 'type')) !== 'volume' || source === undefined) continue;
      this.checkDeclared('volume', 'volumes', source);
    }
    for (const secret of itemsOf(this.field('build', 'secrets'))) {
      this.checkDeclared('build secret', 'secrets', sourceOf(secret));
    }
    for (const config of itemsOf(this.field('configs'))) {
      this.checkDeclared('config', 'configs', sourceOf(config));
    }
    for (const [model, { key }] of entriesOf(this.field('models'))) {
      if (child(this.model, 'models', model) !== undefined) continue;
      this.error(`service ${this.quoted} refers to undefined model ${model}: ${invalid}`, key);
    }
    for (const secret of itemsOf(this.field('secrets'))) {
      this.checkDeclared('secret', 'secrets', sourceOf(secret));
    }
  }

  private checkDeclared(noun: string, section: string, source: Tree | undefined): void {
    const name = stringOf(source) ?? '';
    if (source === undefined || (name === '' && noun === 'volume')) return;
    const known = child(this.model, section);
    if (known?.kind === 'map' && known.entries.has(name)) return;
    this.error(`service ${this.quoted} refers to undefined ${noun} ${name}: ${invalid}`, source.at);
  }

  private checkScale(): void {
    const scale = this.field('scale');
    const replicas = this.field('deploy', 'replicas');
    if (scale?.kind === 'int' && replicas?.kind === 'int' && scale.value !== replicas.value) {
      this.error(
        `services.${this.name}: can't set distinct values on 'scale' and 'deploy.replicas': ${invalid}`,
        scale.at,
      );
    }
    if (scale?.kind === 'int' && scale.value < 0) {
      this.error(`services.${this.name}.scale: must be greater than or equal to 0`, scale.at);
    }
    if (replicas?.kind === 'int' && replicas.value < 0) {
      this.error(
        `services.${this.name}.deploy.replicas: must be greater than or equal to 0`,
        replicas.at,
      );
    }
    const containerName = this.field('container_name');
    const count = replicasOf(this.entry.value)?.value ?? 1;
    if (count > 1 && containerName !== undefined && stringOf(containerName) !== '') {
      const attribute = scale === undefined ? 'deploy.replicas' : 'scale';
      // docker compose prints the two in this order.
      this.error(
        `services.${attribute}: can't set container_name and ${this.name} as container name must be unique: ${invalid}`,
        containerName.at,
      );
    }
  }
}

function sourceOf(mount: Tree): Tree | undefined {
  return mount.kind === 'string' ? mount : child(mount, 'source');
}

function checkSecret(name: string, { key, value }: Entry, problems: Problems): void {
  const external = child(value, 'external');
  if (external?.kind === 'bool' && external.value) return;
  const origin = [child(value, 'file'), child(value, 'environment')].some(
    (tree) => (stringOf(tree) ?? '') !== '',
  );
  if (!origin) {
    problems.error(
      `secret ${JSON.stringify(name)} must declare either \`file\` or \`environment\`: ${invalid}`,
      key,
    );
  }
}

function checkContainerNames(
  services: readonly (readonly [string, Entry])[],
  problems: Problems,
): void {
  const seen = new Set<string>();
  for (const [service, { value }] of services) {
    const tree = child(value, 'container_name');
    const name = stringOf(tree) ?? '';
    if (tree === undefined || name === '') continue;
    if (seen.has(name)) {
      // docker compose's own words, slips included.
      problems.error(
        `services.${service}: container name ${JSON.stringify(name)} is already in use by service {}"`,
        tree.at,
      );
    }
    seen.add(name);
  }
}
