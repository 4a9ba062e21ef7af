import assert from 'node:assert/strict';

export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Elements, and the text between them. */
  readonly content: readonly (XmlNode | string)[];
}

const nameStart = '[A-Za-z_:]';
const tag = new RegExp(
  `<(?:/(?<end>${nameStart}[\\w:.-]*)\\s*|(?<start>${nameStart}[\\w:.-]*)(?<attributes>(?:\\s+${nameStart}[\\w:.-]*="[^"<]*")*)\\s*(?<empty>/?))>`,
  'y',
);
const attribute = /([\w:.-]+)="([^"<]*)"/g;
const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};
const illegal = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

/**
 * Reads the strict part of XML 1.0 that needs no document type: no comments, sections or processing
 * instructions besides the declaration. @throws AssertionError at what is not well-formed
 */
export function readXml(text: string): XmlNode {
  assert.doesNotMatch(text, illegal, 'a character XML cannot hold');
  const open: {
    name: string;
    attributes: Record<string, string>;
    content: (XmlNode | string)[];
  }[] = [{ name: '', attributes: {}, content: [] }];
  let at = /^<\?xml version="1\.0" encoding="UTF-8"\?>/.exec(text)?.[0].length ?? 0;
  while (at < text.length) {
    const inner = open.at(-1);
    assert.ok(inner);
    const next = text.indexOf('<', at);
    const between = text.slice(at, next < 0 ? undefined : next);
    if (between !== '') inner.content.push(decoded(between));
    if (next < 0) break;
    tag.lastIndex = next;
    const found = tag.exec(text);
    assert.ok(found, `no tag: ${text.slice(next, next + 60)}`);
    const { end, start, attributes = '', empty } = found.groups ?? {};
    at = tag.lastIndex;
    if (end !== undefined) {
      assert.equal(open.pop()?.name, end, 'the tag that ends here');
      continue;
    }
    const node = { name: start ?? '', attributes: attributesOf(attributes), content: [] };
    inner.content.push(node);
    if (empty === '') open.push(node);
  }
  assert.equal(open.length, 1, 'every tag ends');
  const roots = open[0]?.content.filter((one) => typeof one !== 'string') ?? [];
  const [root] = roots;
  assert.ok(root !== undefined && roots.length === 1, 'one root');
  return root;
}

/** All elements, the root first. */
export function allNodes(node: XmlNode): readonly XmlNode[] {
  return [node, ...node.content.flatMap((one) => (typeof one === 'string' ? [] : allNodes(one)))];
}

export function textContent(node: XmlNode): string {
  return node.content.map((one) => (typeof one === 'string' ? one : textContent(one))).join('');
}

function attributesOf(text: string): Record<string, string> {
  const found = [...text.matchAll(attribute)].map(([, name = '', value = '']) => [
    name,
    decoded(value),
  ]);
  const values = Object.fromEntries(found) as Record<string, string>;
  assert.equal(Object.keys(values).length, found.length, 'each attribute once');
  return values;
}

function decoded(text: string): string {
  assert.ok(!text.includes(']]>'), ']]> in text');
  return text.replace(/&(?:#(\d+);|(\w+);)?/g, (whole, code?: string, name?: string) => {
    const character =
      code === undefined ? entities[name ?? ''] : String.fromCodePoint(Number(code));
    assert.ok(character !== undefined, `no entity: ${whole}`);
    assert.doesNotMatch(character, illegal, 'a character XML cannot hold');
    return character;
  });
}
