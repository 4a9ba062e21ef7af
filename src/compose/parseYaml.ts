import { isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { Alias, Document, Node, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { SourceText, Span } from './sourceText';
import { nullAt, type Entry, type Path, type Tree } from './tree';
import { hideTextColons, questionMarkError, showTextColons, type FlowCollection } from './yamlFlow';
import { resolvePlainScalar } from './yamlScalar';
import { maxDepth, maxNodes, refusalOf, tooDeep, TooMuch } from './yamlLimits';
import { mergeInto } from './yamlMerge';
import { invalidKey } from './yamlKeys';
import { hasControlCharacters, syntaxMessage, type YamlError } from './yamlSyntax';

/** Takes what is wrong with a file. */
export interface YamlProblems {
  error(message: string, span: Span): void;
}

/** One YAML document of a file. */
export interface YamlDocument {
  readonly root: Tree;
  /** Where `!reset` and `!override` stand: what earlier files say there is taken away. */
  readonly resets: readonly Path[];
}

export interface YamlFile {
  readonly documents: readonly YamlDocument[];
  /** The file is no YAML: what was made out of it stands, but docker compose stops here. */
  readonly broken: boolean;
}

/**
 * YAML text → trees with places, as go-yaml v3 would decode them (anchors, merge keys, plain scalars,
 * duplicate keys). The only user of the yaml library. Never throws; what is wrong is added to the
 * problems.
 * @param looksForName docker compose has looked into the file for a project name before it loads it,
 *   which shows in the words of some errors
 */
export function parseYaml(
  source: SourceText,
  problems: YamlProblems,
  looksForName: boolean,
): YamlFile {
  const refuse = (message: string): YamlFile => {
    problems.error(message, { source, start: 0, end: Math.min(source.text.length, 80) });
    return { documents: [], broken: true };
  };
  const refusal = refusalOf(source.text);
  if (refusal !== undefined) return refuse(refusal);
  if (hasControlCharacters(source.text)) return refuse('yaml: control characters are not allowed');
  const parsed = parseDocuments(source.text);
  if (parsed === undefined) return refuse(tooDeep);
  const documents: YamlDocument[] = [];
  let broken = false;
  parsed.forEach((document, index) => {
    const prefix = looksForName && index === 0 ? '' : `failed to parse ${source.path}: `;
    const later: Parameters<YamlProblems['error']>[] = [];
    const converter = new Converter(source, { error: (...told) => later.push(told) }, prefix);
    const root = converter.convertRoot(document);
    const errors = [...document.errors, ...converter.syntaxErrors];
    errors.sort((a, b) => a.pos[0] - b.pos[0]);
    const [first] = errors;
    if (first !== undefined) {
      const [start, end] = first.pos;
      problems.error(prefix + syntaxMessage(errors, source), {
        source,
        start,
        end: Math.max(end, start + 1),
      });
    }
    for (const told of later) problems.error(...told);
    broken ||= first !== undefined || converter.failed;
    if (root !== undefined) documents.push({ root, resets: converter.resets });
  });
  return { documents, broken };
}

/** The library recurses over nested collections; a stack overflow is the file's fault. */
function parseDocuments(text: string): readonly Document.Parsed[] | undefined {
  try {
    const parsed = parseAllDocuments(hideTextColons(text), {
      schema: 'failsafe',
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
    return 'empty' in parsed ? [] : parsed;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

interface Anchored {
  readonly tree: Tree;
  readonly size: number;
  readonly resets: readonly Path[];
}

/** Turns the library's nodes of one document into trees. */
class Converter {
  readonly resets: Path[] = [];
  /** What the library allows and go-yaml does not. */
  readonly syntaxErrors: YamlError[] = [];
  failed = false;
  private readonly flows: FlowCollection[] = [];
  private readonly anchors = new Map<string, Anchored | { readonly open: Path }>();
  private size = 0;

  constructor(
    private readonly source: SourceText,
    private readonly problems: YamlProblems,
    private readonly prefix: string,
  ) {}

  convertRoot(document: Document.Parsed): Tree | undefined {
    if (document.contents === null) return undefined;
    try {
      return this.convert(document.contents, [], 0);
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error;
      this.fail(error.message, error.span);
      return undefined;
    }
  }

  private span(node: Node): Span {
    const [start, end] = node.range ?? [0, 0, 0];
    return { source: this.source, start, end: Math.max(end, start) };
  }

  private fail(message: string, span: Span): void {
    this.failed = true;
    this.problems.error(message, span);
  }

  private count(nodes: number, span: Span): void {
    this.size += nodes;
    if (this.size > maxNodes) throw new TooMuch('yaml: document contains excessive aliasing', span);
  }

  /** `undefined` where `!reset` took the value away. */
  private convert(node: Node, path: Path, depth: number): Tree | undefined {
    if (depth > maxDepth) {
      throw new TooMuch(`yaml: exceeded max depth of ${maxDepth}`, this.span(node));
    }
    this.count(1, this.span(node));
    if (isAlias(node)) return this.convertAlias(node, path);
    const anchor = 'anchor' in node && typeof node.anchor === 'string' ? node.anchor : undefined;
    if (anchor !== undefined) this.anchors.set(anchor, { open: path });
    const sizeBefore = this.size;
    const resetsBefore = this.resets.length;
    const tree = this.convertTagged(node, path, depth);
    if (anchor !== undefined && tree !== undefined) {
      this.anchors.set(anchor, {
        tree,
        size: this.size - sizeBefore,
        resets: this.resets.slice(resetsBefore).map((reset) => reset.slice(path.length)),
      });
    }
    return tree;
  }

  private convertAlias(node: Alias, path: Path): Tree {
    const span = this.span(node);
    const anchored = this.anchors.get(node.source);
    if (anchored === undefined) {
      this.fail(`${this.prefix}yaml: unknown anchor '${node.source}' referenced`, span);
      return nullAt(span);
    }
    if ('open' in anchored) {
      const inner = [...path, ...path.slice(anchored.open.length)].join('.');
      this.fail(
        `failed to parse ${this.source.path}: cycle detected: node at path ${inner} references node at path ${path.join('.')}`,
        span,
      );
      return nullAt(span);
    }
    this.count(anchored.size, span);
    this.resets.push(...anchored.resets.map((reset) => [...path, ...reset]));
    return anchored.tree;
  }

  private convertTagged(node: Node, path: Path, depth: number): Tree | undefined {
    if (node.tag === '!reset') {
      this.resets.push(path);
      return undefined;
    }
    // What stands below an override replaces as a whole, so tags further down say nothing more.
    const below = this.resets.length;
    const tree = this.convertContent(node, path, depth);
    if (node.tag === '!override') this.resets.splice(below, Infinity, path);
    return tree;
  }

  private convertContent(node: Node, path: Path, depth: number): Tree | undefined {
    if (isScalar(node)) return this.convertScalar(node);
    if (!isMap(node) && !isSeq(node)) return nullAt(this.span(node));
    const flow: FlowCollection | undefined =
      node.flow === true
        ? { start: this.span(node).start, closer: isSeq(node) ? ']' : '}' }
        : undefined;
    if (flow !== undefined) this.flows.push(flow);
    const tree = isMap(node)
      ? this.convertMap(node, path, depth)
      : this.convertList(node, path, depth);
    if (flow !== undefined) this.flows.pop();
    return tree;
  }

  private convertScalar(node: Scalar): Tree {
    const at = this.span(node);
    const value = typeof node.value === 'string' ? showTextColons(node.value) : '';
    const within = this.flows.at(-1);
    if (node.type === 'PLAIN' && within !== undefined) {
      const error = questionMarkError(value, at.start, within);
      if (error !== undefined) this.syntaxErrors.push(error);
    }
    const typed =
      node.tag === undefined || /^tag:yaml\.org,2002:(int|float|bool|null)$/.test(node.tag);
    return node.type === 'PLAIN' && typed
      ? resolvePlainScalar(value, at)
      : { kind: 'string', at, value };
  }

  private convertList(node: YAMLSeq, path: Path, depth: number): Tree {
    const items: Tree[] = [];
    node.items.forEach((item, index) => {
      const tree = isPair(item)
        ? undefined
        : this.convert(item as Node, [...path, String(index)], depth + 1);
      if (tree !== undefined) items.push(tree);
    });
    return { kind: 'list', at: this.span(node), items };
  }

  private convertMap(node: YAMLMap, path: Path, depth: number): Tree {
    const at = this.span(node);
    const own = new Map<string, Entry>();
    const lines = new Map<string, number>();
    const merged: Tree[] = [];
    for (const pair of node.items) {
      const keyNode = pair.key as Node | null;
      if (keyNode === null) continue;
      const keySpan = this.span(keyNode);
      const key = this.convertKey(keyNode, path, depth);
      if (key === undefined) continue;
      const line = this.source.position(keySpan.start).line;
      const earlier = lines.get(key.name);
      if (earlier !== undefined) {
        const words = `line ${line}: mapping key ${JSON.stringify(key.name)} already defined at line ${earlier}`;
        const unnamed = path.length === 0 && this.prefix === '';
        this.fail(
          unnamed
            ? `yaml: unmarshal errors:\n  ${words}`
            : `failed to parse ${this.source.path}: ${words}`,
          keySpan,
        );
        continue;
      }
      lines.set(key.name, line);
      const valueNode = pair.value as Node | null;
      const isMerge = key.name === '<<' && key.plain;
      const value =
        valueNode === null
          ? nullAt({ ...keySpan, start: keySpan.end })
          : this.convert(valueNode, isMerge ? path : [...path, key.name], depth + 1);
      if (value === undefined) continue;
      if (isMerge) merged.push(...this.mergeSources(value));
      else own.set(key.name, { key: keySpan, value });
    }
    return mergeInto(own, merged, at);
  }

  private convertKey(
    node: Node,
    path: Path,
    depth: number,
  ): { readonly name: string; readonly plain: boolean } | undefined {
    const tree = this.convert(node, path, depth + 1);
    if (tree === undefined) return undefined;
    if (tree.kind === 'string') {
      return { name: tree.value, plain: isScalar(node) && node.type === 'PLAIN' };
    }
    this.fail(invalidKey(path, tree, this.source.path), this.span(node));
    return undefined;
  }

  private mergeSources(value: Tree): readonly Tree[] {
    if (value.kind === 'map') return [value];
    if (value.kind === 'list' && value.items.every((item) => item.kind === 'map')) {
      return value.items;
    }
    this.fail(
      `failed to parse ${this.source.path}: yaml: map merge requires map or sequence of maps as the value`,
      value.at,
    );
    return [];
  }
}
