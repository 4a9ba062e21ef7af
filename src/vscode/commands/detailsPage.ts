import type { Topology } from '../../model/topology';
import type { Card, CardLine } from '../../scene/card';
import { cardFor } from '../../scene/cardFor';
import { displayText } from '../../scene/displayText';
import { containerId, endpointId, networkId } from '../../scene/sceneIds';
import type { ElementTarget } from '../elementTarget';
import type { Localiser } from '../localiser';
import { markdownText } from '../markdownText';

/**
 * All that is known of a network with its containers, or of a container with its networks, as one page
 * of Markdown. Every foreign text stands in a code span or escaped: nothing in it is markup.
 */
export function detailsPage(
  topology: Topology,
  { network, container }: ElementTarget,
  l10n: Localiser,
): string {
  const noun = container ?? network;
  if (noun === undefined) return '';
  const own = container === undefined ? networkId(noun) : containerId(noun);
  const endpoints = topology.endpoints.filter((endpoint) =>
    container === undefined
      ? endpoint.networkId === network?.id
      : endpoint.containerId === container.id,
  );
  const card = cardFor(topology, own);
  const others = endpoints.flatMap((endpoint) => cardFor(topology, endpointId(endpoint)) ?? []);
  const heading =
    container === undefined
      ? l10n.t('Containers ({0})', others.length)
      : l10n.t('Networks ({0})', others.length);
  return [
    ...(card === undefined ? [] : cardBlocks(card, '#', l10n)),
    `## ${escaped(heading)}`,
    ...(others.length === 0 ? [escaped(l10n.t('None.'))] : []),
    ...others.flatMap((one) => cardBlocks(one, '###', l10n)),
    '',
  ].join('\n\n');
}

function cardBlocks(
  { title, subtitle, sections }: Card,
  level: string,
  l10n: Localiser,
): readonly string[] {
  return [
    `${level} ${escaped(title)}`,
    escaped(subtitle),
    ...sections.flatMap((section) => [
      ...(section.title === undefined ? [] : [`**${escaped(section.title)}**`]),
      table(section.lines, l10n),
    ]),
  ].filter((block) => block !== '');
}

function table(lines: readonly CardLine[], l10n: Localiser): string {
  if (lines.length === 0) return '';
  const head = [l10n.t('What'), l10n.t('Value'), l10n.t('From')].map(escaped);
  const rows = lines.map((line) => [
    escaped(line.label),
    [
      line.mono === true ? codeSpan(line.value) : escaped(line.value),
      ...(line.code === undefined ? [] : [codeSpan(line.code)]),
    ].join('<br>'),
    escaped(sourceText(line.source, l10n)),
  ]);
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function sourceText(source: CardLine['source'], l10n: Localiser): string {
  switch (source.kind) {
    case 'observed':
      return l10n.t('observed: {0}', source.from);
    case 'declared':
      return l10n.t('declared: {0}', `${source.file}:${source.line}`);
    case 'predicted':
      return l10n.t('predicted: {0}', source.rule);
    case 'unknown':
      return l10n.t('not known: {0}', source.reason);
  }
}

function escaped(text: string): string {
  return markdownText(oneLine(text));
}

/** CommonMark 6.1: the fence is longer than any run within; the bar would end a table's cell (GFM 4.10). */
function codeSpan(text: string): string {
  const plain = oneLine(text);
  if (plain === '') return '—';
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${plain.replaceAll('|', '\\|')}${pad}${fence}`;
}

function oneLine(text: string): string {
  return displayText(text.replace(/\s+/g, ' ').trim());
}
