import * as vscode from 'vscode';
import type { ComposeProblem } from '../../model/composeProject';
import { Disposables } from '../disposables';
import { displayLines } from '../../scene/displayText';
import type { ComposeSource } from '../store/composeSource';
import { sourceKey } from '../store/sourceRef';
import type { Sources } from '../store/sources';

/**
 * Underlines what is wrong in the files of the compose projects somebody looks at. A file that is no
 * part of what docker compose finds by itself may be made to lie over another, so it is judged alone
 * only once its graph was asked for.
 */
export class ComposeDiagnostics {
  readonly #owned = new Disposables();
  readonly #collection = this.#owned.add(vscode.languages.createDiagnosticCollection('vethscope'));
  readonly #sources: Sources;
  /** What is shown now, by file, to touch only what changed. */
  #shown: ReadonlyMap<string, string> = new Map();

  constructor(sources: Sources) {
    this.#sources = sources;
    this.#owned.add(sources.onDidChange(() => this.#update()));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #update(): void {
    const byFile = new Map<string, ComposeProblem[]>();
    const seen = new Set<string>();
    for (const source of this.#sources.composeFiles) {
      if (source.reading.alone && !this.#sources.hasGraph(sourceKey(source.ref))) continue;
      for (const problem of source.problems) {
        const placed = atFileThatIs(problem, source);
        const { file, line, column } = placed.at;
        const identity = JSON.stringify([file, line, column, problem.message]);
        // Two projects may rest on the same file.
        if (seen.has(identity)) continue;
        seen.add(identity);
        byFile.set(file, [...(byFile.get(file) ?? []), placed]);
      }
    }
    this.#show(byFile);
  }

  #show(byFile: ReadonlyMap<string, readonly ComposeProblem[]>): void {
    const next = new Map([...byFile].map(([file, problems]) => [file, JSON.stringify(problems)]));
    for (const file of this.#shown.keys()) {
      if (!next.has(file)) this.#collection.delete(vscode.Uri.file(file));
    }
    for (const [file, problems] of byFile) {
      if (next.get(file) === this.#shown.get(file)) continue;
      this.#collection.set(vscode.Uri.file(file), problems.map(diagnostic));
    }
    this.#shown = next;
  }
}

/** What is said of a file that is missing stands at the top of the project's first file. */
function atFileThatIs(problem: ComposeProblem, { reading }: ComposeSource): ComposeProblem {
  const { filesRead, project } = reading;
  if (filesRead.includes(problem.at.file)) return problem;
  const file = project?.files.find((one) => filesRead.includes(one)) ?? filesRead[0];
  if (file === undefined) return problem;
  const top = { line: 1, column: 1 };
  return { ...problem, at: { kind: 'declared', file, ...top }, end: top };
}

/** Compose problems count from 1, VS Code from 0. */
function diagnostic({ at, end, message, severity }: ComposeProblem): vscode.Diagnostic {
  const range = new vscode.Range(
    Math.max(at.line - 1, 0),
    Math.max(at.column - 1, 0),
    Math.max(end.line - 1, 0),
    Math.max(end.column - 1, 0),
  );
  const made = new vscode.Diagnostic(
    range,
    displayLines(message),
    severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  made.source = 'Vethscope';
  return made;
}
