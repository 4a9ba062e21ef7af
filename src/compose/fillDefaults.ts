import { child, text, withEntry, type Entry, type MapTree, type Tree } from './tree';

/** What long forms may leave unsaid: protocol and mode of ports (compose-go: SetDefaultValues). */
export function fillDefaults(model: MapTree): MapTree {
  const services = child(model, 'services');
  if (services?.kind !== 'map') return model;
  const entries = new Map<string, Entry>();
  for (const [name, entry] of services.entries) {
    entries.set(name, { key: entry.key, value: fillService(entry.value) });
  }
  return withEntry(model, 'services', { ...services, entries });
}

function fillService(service: Tree): Tree {
  const ports = child(service, 'ports');
  if (service.kind !== 'map' || ports?.kind !== 'list') return service;
  return withEntry(service, 'ports', { ...ports, items: ports.items.map(fillPort) });
}

function fillPort(port: Tree): Tree {
  if (port.kind !== 'map') return port;
  let result = port;
  for (const [key, value] of [
    ['protocol', 'tcp'],
    ['mode', 'ingress'],
  ] as const) {
    if (!result.entries.has(key)) result = withEntry(result, key, text(value, port.at));
  }
  return result;
}
