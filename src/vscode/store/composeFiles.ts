import { realpath } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ComposeReader } from '../../compose/composeRequest';

/** No file of a compose project is this long; env files may name anything on the disk. */
const maxBytes = 10_000_000;

/**
 * The files of one project: open editors over the disk. What was read from the disk is kept until it
 * changes there, so that a keystroke reads one document. In an untrusted workspace nothing outside the
 * folder is read, not even through a link.
 */
export class ComposeFiles implements ComposeReader {
  readonly #folder: string;
  readonly #overlay: boolean;
  readonly #disk = new Map<string, Promise<string | undefined>>();
  /** Of this reading: whether there was something. */
  #asked = new Map<string, boolean>();
  #askedBefore: ReadonlyMap<string, boolean> = new Map();
  readonly #refused = new Set<string>();

  /**
   * @param folder absolute; the border in an untrusted workspace
   * @param overlay false: only what is saved counts
   */
  constructor(folder: string, { overlay = true }: { readonly overlay?: boolean } = {}) {
    this.#folder = folder;
    this.#overlay = overlay;
  }

  async readFile(file: string): Promise<string | undefined> {
    // Before the disk has answered: what is typed meanwhile concerns the project too.
    this.#asked.set(file, this.#asked.get(file) ?? this.#askedBefore.get(file) ?? false);
    const text = await this.#read(file);
    this.#asked.set(file, text !== undefined);
    return text;
  }

  async isFolder(file: string): Promise<boolean> {
    if (this.#refused.has(file)) return false;
    try {
      const { type } = await vscode.workspace.fs.stat(vscode.Uri.file(file));
      return (type & vscode.FileType.Directory) !== 0;
    } catch (error) {
      if (error instanceof vscode.FileSystemError) return false;
      throw error;
    }
  }

  refusalOf(file: string): string | undefined {
    return this.#refused.has(file)
      ? vscode.l10n.t(
          'in Restricted Mode only files inside the folder are read. Trust the workspace to read it.',
        )
      : undefined;
  }

  /** Whether the project depends on what is at the path, there or not. */
  concerns(file: string): boolean {
    return this.#asked.has(file) || this.#askedBefore.has(file);
  }

  /** Folders whose files were asked for; above the project's own only where something was found. */
  folders(): readonly string[] {
    const asked = [...this.#asked].filter(
      ([file, found]) => found || !isAbove(path.dirname(file), this.#folder),
    );
    return [...new Set(asked.map(([file]) => path.dirname(file)))].sort();
  }

  /** The file changed on the disk; without one, all may have. */
  forget(file?: string): void {
    if (file === undefined) this.#disk.clear();
    else this.#disk.delete(file);
  }

  /** A reading begins. While it goes on, what the last one asked for counts too. */
  startOver(): void {
    this.#askedBefore = this.#asked;
    this.#asked = new Map();
    this.#refused.clear();
  }

  async #read(file: string): Promise<string | undefined> {
    if (!vscode.workspace.isTrusted && !(await this.#isWithin(file))) return undefined;
    const open = this.#overlay ? openDocument(file) : undefined;
    if (open !== undefined) return open.getText();
    const known = this.#disk.get(file) ?? readDisk(file);
    this.#disk.set(file, known);
    return known;
  }

  /** Remembers what was refused. What is not there is not refused: there is nothing to read. */
  async #isWithin(file: string): Promise<boolean> {
    if (isInside(this.#folder, file)) {
      const [folder, real] = await Promise.all([realOf(this.#folder), realOf(file)]);
      if (real === undefined || isInside(folder ?? this.#folder, real)) return true;
    }
    this.#refused.add(file);
    return false;
  }
}

function openDocument(file: string): vscode.TextDocument | undefined {
  const uri = vscode.Uri.file(file).toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri);
}

function isAbove(folder: string, other: string): boolean {
  return folder !== other && isInside(folder, other);
}

/** Whether `file` is the folder or lies in it. */
function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return !relative.startsWith('..') && !path.isAbsolute(relative);
}

async function realOf(file: string): Promise<string | undefined> {
  try {
    return await realpath(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

async function readDisk(file: string): Promise<string | undefined> {
  const uri = vscode.Uri.file(file);
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.File) === 0 || size > maxBytes) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    // No such file, or not ours to read: all the same to a compose file's reader.
    if (error instanceof vscode.FileSystemError) return undefined;
    throw error;
  }
}
