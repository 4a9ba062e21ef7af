import * as vscode from 'vscode';
import type { Card, CardLine } from '../../scene/card';
import { displayText } from '../../scene/displayText';

/**
 * Hover cards as a tooltip. Everything a container can say is text here: no HTML, no links, no
 * commands. What was observed names its calls once, at the end; other sources stand at their line.
 */
export function cardMarkdown(cards: readonly Card[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  for (const { title, subtitle, sections } of cards) {
    markdown.appendMarkdown('\n\n**').appendText(oneLine(title)).appendMarkdown('** ');
    markdown.appendText(oneLine(subtitle));
    for (const section of sections) {
      if (section.title !== undefined) {
        markdown.appendMarkdown('\n\n_').appendText(oneLine(section.title)).appendMarkdown('_');
      }
      markdown.appendMarkdown('\n\n');
      for (const line of section.lines) appendLine(markdown, line);
    }
  }
  const calls = observedCalls(cards);
  if (calls.length === 0) return markdown;
  const observed = vscode.l10n.t('observed: {0}', calls.join(', '));
  return markdown.appendMarkdown('\n\n_').appendText(oneLine(observed)).appendMarkdown('_');
}

function appendLine(markdown: vscode.MarkdownString, { label, value, source }: CardLine): void {
  markdown
    .appendText(`${oneLine(label)}: `)
    .appendMarkdown('**')
    .appendText(oneLine(value))
    .appendMarkdown('**');
  const from = sourceText(source);
  if (from !== undefined) {
    markdown.appendMarkdown(' _').appendText(oneLine(from)).appendMarkdown('_');
  }
  markdown.appendMarkdown('  \n');
}

function sourceText(source: CardLine['source']): string | undefined {
  switch (source.kind) {
    case 'observed':
      return undefined;
    case 'declared':
      return vscode.l10n.t('declared: {0}', `${source.file}:${source.line}`);
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
function oneLine(text: string): string {
  return displayText(text).replace(/\s+/g, ' ').trim() || '—';
}
