import { parseBytes, parseDecimal } from './quantities';
import { clean } from './parseVolume';
import type { Problems } from './problems';
import type { Span } from './sourceText';
import { child, entriesOf, itemsOf, printed, stringOf, type MapTree, type Tree } from './tree';

const invalid = 'invalid compose project';

/** Build section against itself and other services. */
export function checkBuild(
  name: string,
  service: Tree,
  model: MapTree,
  enabled: ReadonlySet<string>,
  problems: Problems,
): void {
  const build = child(service, 'build');
  if (build?.kind !== 'map') return;
  const quoted = JSON.stringify(name);
  const inline = child(build, 'dockerfile_inline');
  if (inline !== undefined && isSet(inline) && isSet(child(build, 'dockerfile'))) {
    problems.error(
      `service ${quoted} declares mutualy exclusive dockerfile and dockerfile_inline: ${invalid}`,
      inline.at,
    );
  }
  for (const [key, { value }] of contexts(child(build, 'additional_contexts'))) {
    const target = stringOf(value) ?? '';
    if (!target.startsWith('service:')) continue;
    const other = target.slice('service:'.length);
    if (!enabled.has(other)) {
      problems.error(
        `service ${quoted} declares unknown service ${JSON.stringify(other)} as additional contexts ${key}`,
        value.at,
      );
    } else if (child(model, 'services', other, 'build') === undefined) {
      problems.error(
        `service ${quoted} declares non-buildable service ${JSON.stringify(other)} as additional contexts ${key}`,
        value.at,
      );
    }
  }
  const platform = child(service, 'platform');
  const platforms = itemsOf(child(build, 'platforms')).map(printed);
  if (platform === undefined || !isSet(platform) || platforms.length === 0) return;
  if (!platforms.includes(printed(platform))) {
    problems.error(
      `service.build.platforms MUST include service.platform ${JSON.stringify(printed(platform))}: ${invalid}`,
      platform.at,
    );
  }
}

function isSet(tree: Tree | undefined): boolean {
  return (stringOf(tree) ?? '') !== '';
}

function contexts(tree: Tree | undefined) {
  if (tree?.kind !== 'list') return entriesOf(tree);
  return tree.items.map((item) => {
    const [key = '', ...rest] = printed(item).split('=');
    const value: Tree = { kind: 'string', at: item.at, value: rest.join('=') };
    return [key, { key: item.at, value }] as const;
  });
}

/** The old limits and those of `deploy` must agree. */
export function checkLimits(name: string, service: Tree, problems: Problems): void {
  const limits = child(service, 'deploy', 'resources', 'limits');
  const reservations = child(service, 'deploy', 'resources', 'reservations');
  const pairs = [
    ['cpus', limits, 'limits', 'cpus', parseDecimal],
    ['mem_limit', limits, 'limits', 'memory', bytesOf],
    ['mem_reservation', reservations, 'reservations', 'memory', bytesOf],
    ['pids_limit', limits, 'limits', 'pids', parseDecimal],
  ] as const;
  for (const [key, section, sectionName, field, parse] of pairs) {
    const own = child(service, key);
    if (own === undefined || section?.kind !== 'map') continue;
    const value = parse(printed(own)) ?? 0;
    const other = child(section, field);
    const otherValue = other === undefined ? 0 : (parse(printed(other)) ?? 0);
    if (value !== 0 && value !== otherValue) {
      problems.error(
        `services.${name}: can't set distinct values on '${key}' and 'deploy.resources.${sectionName}.${field}': ${invalid}`,
        own.at,
      );
    }
  }
  for (const watch of itemsOf(child(service, 'develop', 'watch'))) {
    const action = stringOf(child(watch, 'action'));
    if (isSet(child(watch, 'target')) || action === 'rebuild' || action === 'restart') continue;
    problems.error(
      `services.${name}.develop.watch: target is required for non-rebuild actions: ${invalid}`,
      watch.at,
    );
  }
}

/** Two mounts on one path. */
export function checkMounts(name: string, service: Tree, problems: Problems): void {
  const mounts = new Map<string, string>();
  const add = (path: string, where: string, at: Span) => {
    const known = mounts.get(path);
    if (known !== undefined) {
      problems.error(`${where}: target ${path} already mounted as ${known}`, at);
    }
    mounts.set(path, where);
  };
  const tmpfs = child(service, 'tmpfs');
  const listed = tmpfs?.kind === 'string' ? [tmpfs] : itemsOf(tmpfs);
  listed.forEach((item, index) =>
    add(printed(item).split(':')[0] ?? '', `services.${name}.tmpfs[${index}]`, item.at),
  );
  itemsOf(child(service, 'volumes')).forEach((item, index) => {
    const target = stringOf(child(item, 'target'));
    if (target !== undefined) {
      add(clean(target), `services.${name}.volumes[${index}]`, item.at);
    }
  });
}

function bytesOf(text: string): number | undefined {
  const size = parseBytes(text);
  return 'value' in size ? size.value : undefined;
}
