import type { ComposePort } from '../model/composeProject';
import { declaredAt } from './sourceText';
import { child, itemsOf, printed, stringOf, type Tree } from './tree';

/** Canonical `ports` → one entry a port; entries the engine could not take are left out. */
export function toPorts(ports: Tree | undefined): readonly ComposePort[] {
  return itemsOf(ports).flatMap((item) => {
    const target = numberOf(child(item, 'target'));
    const proto = protocolOf(stringOf(child(item, 'protocol')) ?? 'tcp');
    if (target === undefined || proto === undefined) return [];
    const published = child(item, 'published');
    const hostAddress = stringOf(child(item, 'host_ip'));
    const port: ComposePort = {
      at: declaredAt(item.at),
      proto,
      target,
      ...(published === undefined || published.kind === 'null' || printed(published) === ''
        ? {}
        : { published: printed(published) }),
      ...(hostAddress === undefined || hostAddress === '' ? {} : { hostAddress }),
    };
    return [port];
  });
}

function numberOf(tree: Tree | undefined): number | undefined {
  if (tree?.kind === 'int' || tree?.kind === 'float') return Math.trunc(tree.value);
  const value = stringOf(tree);
  return value !== undefined && /^\d{1,5}$/.test(value) ? Number(value) : undefined;
}

function protocolOf(proto: string): ComposePort['proto'] | undefined {
  return (['tcp', 'udp', 'sctp'] as const).find((known) => known === proto.toLowerCase());
}
