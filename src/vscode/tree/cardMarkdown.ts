import * as vscode from 'vscode';
import type { Card, CardLine } from '../../scene/card';
import { displayText } from '../../scene/displayText';

/** A hover card as a tooltip. Everything a container can say is text here: no HTML, no links, no commands. */
export function cardMarkdown(cards: readonly Card[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  for (const card of cards) {
    markdown.appendMarkdown('\n\n**').appendText(line(card.title)).appendMarkdown('** ');
    markdown.appendText(line(card.subtitle));
    for (const section of card.sections) {
      if (section.title !== undefined) {
        markdown.appendMarkdown('\n\n_').appendText(line(section.title)).appendMarkdown('_');
      }
      markdown.appendMarkdown('\n\n');
      for (const entry of section.lines) appendLine(markdown, entry);
    }
  }
  return markdown;
}

function appendLine(markdown: vscode.MarkdownString, { label, value }: CardLine): void {
  markdown
    .appendText(`${line(label)}: `)
    .appendMarkdown('**')
    .appendText(line(value))
    .appendMarkdown('**  \n');
}

/** On one line and without marks at its ends, which would end the emphasis around it. */
function line(text: string): string {
  return displayText(text).replace(/\s+/g, ' ').trim() || '—';
}
