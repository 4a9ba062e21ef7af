import { parseYaml, type YamlFile } from './parseYaml';
import type { Problems } from './problems';
import { SourceText, type Span } from './sourceText';

export interface StoredFile extends YamlFile {
  readonly source: SourceText;
}

interface Kept {
  readonly file: StoredFile;
  readonly told: readonly { readonly message: string; readonly span: Span }[];
}

/** A project names fewer files than this; what was not asked for longest goes first. */
const maxKept = 400;

/**
 * Parsed files, kept from one reading of a project to the next: what has the same text is not parsed
 * again. Trees are immutable, so readings may share them.
 */
export class ParsedFiles {
  private readonly kept = new Map<string, Kept>();
  private count = 0;

  /** How many files were parsed so far, for seeing what a change costs. */
  get parses(): number {
    return this.count;
  }

  /** The file's documents; what is wrong with them is told each time. */
  parse(path: string, text: string, problems: Problems, looksForName: boolean): StoredFile {
    const key = `${looksForName ? 'named' : 'plain'} ${path}`;
    const known = this.kept.get(key);
    const current = known?.file.source.text === text ? known : this.read(path, text, looksForName);
    this.kept.delete(key);
    this.kept.set(key, current);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= maxKept) break;
      this.kept.delete(oldest);
    }
    for (const { message, span } of current.told) problems.error(message, span);
    return current.file;
  }

  private read(path: string, text: string, looksForName: boolean): Kept {
    this.count += 1;
    const told: { readonly message: string; readonly span: Span }[] = [];
    const source = new SourceText(path, text);
    const sink = { error: (message: string, span: Span) => void told.push({ message, span }) };
    return { file: { ...parseYaml(source, sink, looksForName), source }, told };
  }
}
