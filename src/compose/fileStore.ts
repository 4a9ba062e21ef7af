import type { ComposeReader } from './composeRequest';
import { ParsedFiles, type StoredFile } from './parsedFiles';
import type { Problems } from './problems';
import type { Span } from './sourceText';

/** Reads and parses every file once, and remembers which ones there were. */
export class FileStore implements ComposeReader {
  private readonly contents = new Map<string, Promise<string | undefined>>();
  private readonly parsed = new Map<string, Promise<StoredFile | undefined>>();
  private readonly found = new Set<string>();

  constructor(
    private readonly reader: ComposeReader,
    private readonly problems: Problems,
    private readonly parsedFiles = new ParsedFiles(),
  ) {}

  readFile(path: string): Promise<string | undefined> {
    const known = this.contents.get(path);
    if (known !== undefined) return known;
    const content = this.read(path);
    this.contents.set(path, content);
    return content;
  }

  /**
   * The file's documents; `undefined` when there is no such file. Its problems are told once.
   * @param looksForName see parseYaml
   */
  readYaml(path: string, looksForName = false): Promise<StoredFile | undefined> {
    const known = this.parsed.get(path);
    if (known !== undefined) return known;
    const file = this.parse(path, looksForName);
    this.parsed.set(path, file);
    return file;
  }

  async isFolder(path: string): Promise<boolean> {
    return (await this.reader.isFolder?.(path)) ?? false;
  }

  /** Tells that nothing is at the path in docker compose's words, or why it was not looked at. */
  reportMissing(path: string, message: string, span: Span): void {
    const refusal = this.reader.refusalOf?.(path);
    if (refusal === undefined) this.problems.error(message, span);
    else this.problems.unread(path, refusal, span);
  }

  /** Why there is nothing to read at the path, in docker compose's words. */
  async absence(path: string): Promise<string> {
    return (await this.isFolder(path))
      ? `read ${path}: is a directory`
      : `open ${path}: no such file or directory`;
  }

  filesRead(): readonly string[] {
    return [...this.found].sort();
  }

  private async read(path: string): Promise<string | undefined> {
    const content = await this.reader.readFile(path);
    if (content !== undefined) this.found.add(path);
    return content;
  }

  private async parse(path: string, looksForName: boolean): Promise<StoredFile | undefined> {
    const content = await this.readFile(path);
    if (content === undefined) return undefined;
    return this.parsedFiles.parse(path, content, this.problems, looksForName);
  }
}
