import type { ComposeAttachment, Placed } from '../model/composeProject';
import { declaredAt, type Span } from './sourceText';
import { byName, optional, placed, placedText, placedTexts, toOptions } from './placed';
import { child, entriesOf, type Entry, type Tree } from './tree';

/** A service's `networks` → attachments, sorted by network; the implicit one stands at the service's key. */
export function toAttachments(
  networks: Tree | undefined,
  serviceKey: Span,
): readonly ComposeAttachment[] {
  return entriesOf(networks)
    .map(([network, entry]) => toAttachment(network, entry, entry.key === serviceKey))
    .sort(byName((attachment) => attachment.network));
}

function toAttachment(network: string, entry: Entry, implicit: boolean): ComposeAttachment {
  const field = (key: string) => child(entry.value, key);
  return {
    network,
    at: declaredAt(entry.key),
    implicit,
    aliases: placedTexts(field('aliases')),
    ...optional('ipv4', placedText(field('ipv4_address'))),
    ...optional('ipv6', placedText(field('ipv6_address'))),
    ...optional('mac', placedText(field('mac_address'))),
    ...optional('interfaceName', placedText(field('interface_name'))),
    ...optional('priority', placedNumber(field('priority'))),
    ...optional('gatewayPriority', placedNumber(field('gw_priority'))),
    driverOptions: toOptions(field('driver_opts')),
  };
}

function placedNumber(tree: Tree | undefined): Placed<number> | undefined {
  return tree?.kind === 'int' || tree?.kind === 'float'
    ? placed(Math.trunc(tree.value), tree)
    : undefined;
}
