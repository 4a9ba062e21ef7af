import type * as vscode from 'vscode';
import type { ComposeSource } from '../store/composeSource';
import { sourceKey } from '../store/sourceRef';
import type { Sources } from '../store/sources';
import type { EditorPlace } from './composeNodes';

/** Projects that rest on the file; those with a graph first. */
export function projectsOf(
  sources: Sources,
  { uri }: vscode.TextDocument,
): readonly ComposeSource[] {
  if (uri.scheme !== 'file') return [];
  const rank = (source: ComposeSource) => (sources.hasGraph(sourceKey(source.ref)) ? 0 : 1);
  return sources.composeFiles
    .filter(({ reading }) => reading.filesRead.includes(uri.fsPath))
    .sort((a, b) => rank(a) - rank(b));
}

/** What a position in a file of the project lies in. */
export async function placeInEditor(
  source: ComposeSource,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<EditorPlace> {
  return {
    ...(await source.placeAt(document, position)),
    file: document.uri.fsPath,
    lineOf: (offset) => document.positionAt(offset).line + 1,
  };
}
