import * as vscode from 'vscode';
import { baseName } from '../../compose/filePaths';
import type { Card, CardLine } from '../../scene/card';
import { displayText } from '../../scene/displayText';
import { markdownText } from '../markdownText';

/**
 * Hover cards as a tooltip. Everything a container can say is text here: no HTML, no links, no
 * commands. What was observed names its calls once, at the end; other sources stand at their line.
 */
export function cardMarkdown(cards: readonly Card[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  const shown = cards.map(withoutRules);
  for (const { title, subtitle, sections } of shown) {
    markdown.appendMarkdown(`\n\n**${plain(title)}** ${plain(subtitle)}`);
    for (const section of sections) {
      if (section.title !== undefined) {
        markdown.appendMarkdown(`\n\n_${plain(section.title)}_`);
      }
      markdown.appendMarkdown('\n\n');
      for (const line of section.lines) appendLine(markdown, line);
    }
  }
  const calls = observedCalls(shown);
  if (calls.length === 0) return markdown;
  const observed = vscode.l10n.t('observed: {0}', calls.join(', '));
  return markdown.appendMarkdown(`\n\n_${plain(observed)}_`);
}

/** A list of rules is longer than a tooltip; the graph's card and the Firewall panel have it. */
function withoutRules(card: Card): Card {
  const sections = card.sections.filter(({ lines }) =>
    lines.every(({ code }) => code === undefined),
  );
  return { ...card, sections };
}

function appendLine(markdown: vscode.MarkdownString, { label, value, source }: CardLine): void {
  const from = sourceText(source);
  const told = from === undefined ? '' : ` _${plain(from)}_`;
  markdown.appendMarkdown(`${plain(label)}: **${plain(value)}**${told}  \n`);
}

function sourceText(source: CardLine['source']): string | undefined {
  switch (source.kind) {
    case 'observed':
      return undefined;
    case 'declared':
      return vscode.l10n.t('declared: {0}', `${baseName(source.file)}:${source.line}`);
    case 'predicted':
      return vscode.l10n.t('predicted: {0}', source.rule);
    case 'unknown':
      return vscode.l10n.t('not known: {0}', source.reason);
  }
}

function observedCalls(cards: readonly Card[]): readonly string[] {
  const lines = cards.flatMap(({ sections }) => sections).flatMap((section) => section.lines);
  return [
    ...new Set(lines.flatMap(({ source }) => (source.kind === 'observed' ? [source.from] : []))),
  ].sort();
}

/** Without space at its ends, which would end the emphasis around it. */
function plain(text: string): string {
  return markdownText(displayText(text).replace(/\s+/g, ' ').trim() || '—');
}
