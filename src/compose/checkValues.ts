import { isIpAddress } from './parsePort';
import type { Problems } from './problems';
import { child, entriesOf, itemsOf, stringOf, type Entry, type MapTree, type Tree } from './tree';

/** Rules about values that no schema tells (compose-go: SetDefaultValues and validation.Validate). */
export function checkValues(model: MapTree, problems: Problems): void {
  for (const [name, { value }] of entriesOf(child(model, 'services'))) {
    checkService(`services.${name}`, value, problems);
  }
  for (const [name, entry] of entriesOf(child(model, 'volumes'))) {
    checkExternal(`volumes.${name}`, entry.value, problems);
  }
  for (const [name, entry] of entriesOf(child(model, 'configs'))) {
    checkOrigin(`configs.${name}`, entry, ['file', 'environment', 'content'], problems);
  }
  for (const [name, entry] of entriesOf(child(model, 'secrets'))) {
    checkOrigin(`secrets.${name}`, entry, ['file', 'environment'], problems);
  }
}

function checkService(where: string, service: Tree, problems: Problems): void {
  for (const port of itemsOf(child(service, 'ports'))) {
    const address = child(port, 'host_ip');
    const value = stringOf(address);
    if (address !== undefined && value !== undefined && !isIpAddress(value)) {
      problems.error(`${where}.ports.[]: invalid ip address: ${value}`, address.at);
    }
  }
  for (const volume of itemsOf(child(service, 'volumes'))) {
    const isBind = stringOf(child(volume, 'type')) === 'bind';
    if (isBind && child(volume, 'source') === undefined) {
      problems.error(
        'invalid mount config for type "bind": field Source must not be empty',
        volume.at,
      );
    }
  }
  for (const watch of itemsOf(child(service, 'develop', 'watch'))) {
    const path = child(watch, 'path');
    if (path !== undefined && stringOf(path) === '') {
      problems.error(`${where}.develop.watch.[].path: value can't be blank`, path.at);
    }
  }
  const lists = [['deploy', 'resources', 'reservations', 'devices'], ['gpus']] as const;
  for (const keys of lists) {
    for (const device of itemsOf(child(service, ...keys))) {
      const both =
        child(device, 'count') !== undefined && child(device, 'device_ids') !== undefined;
      if (both) {
        problems.error(
          `${where}.${keys.join('.')}.[]: "count" and "device_ids" attributes are exclusive`,
          device.at,
        );
      }
    }
  }
}

function checkExternal(where: string, resource: Tree, problems: Problems): void {
  const external = child(resource, 'external');
  if (external?.kind !== 'bool' || !external.value) return;
  for (const [key, entry] of entriesOf(resource)) {
    if (key === 'name' || key === 'external' || key.startsWith('x-')) continue;
    problems.error(
      `${where}: conflicting parameters "external" and ${JSON.stringify(key)} specified`,
      entry.key,
    );
    return;
  }
}

function checkOrigin(
  where: string,
  { key, value }: Entry,
  keys: readonly string[],
  problems: Problems,
): void {
  const given = keys.filter((name) => child(value, name) !== undefined);
  if (given.length > 1) {
    problems.error(`${where}: ${keys.join('|')} attributes are mutually exclusive`, key);
  }
  const elsewhere = child(value, 'driver') ?? child(value, 'external');
  if (given.length === 0 && elsewhere === undefined && value.kind === 'map') {
    problems.error(`${where}: one of ${keys.join('|')} must be set`, key);
  }
}
