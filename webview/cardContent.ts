import type { Card, CardLine, CardSection } from '../src/scene/card';
import type { WebviewStrings } from '../src/protocol/strings';
import { fillTemplate } from './fillTemplate';
import { makeElement } from './makeElement';

/** The card's inside: every line with its value and, in small print, where that comes from. */
export function cardContent(card: Card, strings: WebviewStrings): readonly HTMLElement[] {
  return [
    makeElement('h2', {}, card.title),
    makeElement('p', { class: 'subtitle' }, card.subtitle),
    ...card.sections.map((section) => sectionContent(section, strings)),
  ];
}

function sectionContent({ title, lines }: CardSection, strings: WebviewStrings): HTMLElement {
  const list = makeElement('dl', {}, ...lines.flatMap((line) => lineContent(line, strings)));
  if (title === undefined) return makeElement('section', {}, list);
  return makeElement('section', {}, makeElement('h3', {}, title), list);
}

function lineContent(line: CardLine, strings: WebviewStrings): readonly HTMLElement[] {
  const value = makeElement('span', { class: line.mono === true ? 'mono' : 'value' }, line.value);
  const source = makeElement('span', { class: 'source' }, sourceText(line.source, strings));
  const code =
    line.code === undefined ? [] : [makeElement('span', { class: 'mono code' }, line.code)];
  return [makeElement('dt', {}, line.label), makeElement('dd', {}, value, ...code, source)];
}

/** Where a line comes from, in one short sentence. */
export function sourceText(source: CardLine['source'], strings: WebviewStrings): string {
  switch (source.kind) {
    case 'observed':
      return fillTemplate(strings.sourceObserved, source.from);
    case 'declared':
      return fillTemplate(strings.sourceDeclared, place(source));
    case 'predicted':
      return fillTemplate(strings.sourcePredicted, source.rule);
    case 'unknown':
      return fillTemplate(strings.sourceUnknown, source.reason);
  }
}

/** The file's name without its folders: the panel shows one project at a time. */
function place({ file, line, column }: { file: string; line: number; column: number }): string {
  return `${file.split(/[\\/]/).at(-1)}:${line}:${column}`;
}

/** The card as it is read out. */
export function cardSpeech(card: Card): string {
  const lines = card.sections.flatMap((section) => section.lines);
  return [card.title, card.subtitle, ...lines.map(({ label, value }) => `${label}: ${value}`)].join(
    '. ',
  );
}
