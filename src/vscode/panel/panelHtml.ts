import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Folders a graph may load files from. */
export function panelRoots(extensionUri: vscode.Uri): readonly vscode.Uri[] {
  return [vscode.Uri.joinPath(extensionUri, 'dist'), vscode.Uri.joinPath(extensionUri, 'media')];
}

/** The page of a graph or a matrix. Holds no data: everything comes by message after `ready`. */
export function panelHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  bundle: 'webview' | 'matrix' = 'webview',
): string {
  const file = (name: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', name)).toString();
  const nonce = randomBytes(16).toString('base64');
  const { cspSource } = webview;
  const policy = [
    "default-src 'none'",
    `img-src ${cspSource} data:`,
    `font-src ${cspSource}`,
    `style-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  // cytoscape injects a style element unless one of this id is there; the policy forbids the injection.
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<title>Vethscope</title>
<link id="__________cytoscape_stylesheet" rel="stylesheet" href="${file(`${bundle}.css`)}">
</head>
<body>
<div id="app"></div>
<script nonce="${nonce}" src="${file(`${bundle}.js`)}"></script>
</body>
</html>`;
}
