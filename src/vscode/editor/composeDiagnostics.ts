import * as vscode from 'vscode';
import type { ComposeProblem } from '../../model/composeProject';
import { Disposables } from '../disposables';
import { displayText } from '../../scene/displayText';
import type { Sources } from '../store/sources';

/** Underlines what is wrong in the compose files that have a graph. */
export class ComposeDiagnostics {
  readonly #owned = new Disposables();
  readonly #collection = this.#owned.add(vscode.languages.createDiagnosticCollection('vethscope'));
  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
    this.#owned.add(sources.onDidChange(() => this.#update()));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #update(): void {
    const byFile = new Map<string, vscode.Diagnostic[]>();
    const seen = new Set<string>();
    for (const problem of this.#sources.composeFiles.flatMap(({ problems }) => problems)) {
      const { file, line, column } = problem.at;
      const identity = JSON.stringify([file, line, column, problem.message]);
      // Two graphs may rest on the same file.
      if (seen.has(identity)) continue;
      seen.add(identity);
      byFile.set(file, [...(byFile.get(file) ?? []), diagnostic(problem)]);
    }
    this.#collection.clear();
    for (const [file, diagnostics] of byFile) {
      this.#collection.set(vscode.Uri.file(file), diagnostics);
    }
  }
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
    displayText(message),
    severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  made.source = 'Vethscope';
  return made;
}
