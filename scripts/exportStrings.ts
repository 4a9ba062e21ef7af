import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from './projectPaths';

export const bundlePath = path.join(root, 'l10n/bundle.l10n.json');

/**
 * Every text that the extension gives to `l10n.t`, sorted. A first argument that is no plain text
 * cannot be translated, so it throws an Error that names the place.
 */
export function collectStrings(): readonly string[] {
  const folder = path.join(root, 'src/vscode');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const texts = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => stringsOf(path.join(folder, file)));
  return [...new Set(texts)].sort();
}

/** The bundle a translator starts from: English to itself. */
export function bundleText(texts: readonly string[]): string {
  const entries = Object.fromEntries(texts.map((text) => [text, text]));
  return `${JSON.stringify(entries, undefined, 2)}\n`;
}

function stringsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTranslation(node.expression)) {
      const [first] = node.arguments;
      if (first === undefined || !ts.isStringLiteralLike(first)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        throw new Error(`${file}:${line + 1}: l10n.t needs a plain text`);
      }
      found.push(first.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `l10n.t`, `vscode.l10n.t`, `this.#l10n.t`. */
function isTranslation(expression: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 't') return false;
  const owner = expression.expression;
  const name = ts.isPropertyAccessExpression(owner) ? owner.name : owner;
  return (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) && /^#?l10n$/.test(name.text);
}

if (require.main === module) writeFileSync(bundlePath, bundleText(collectStrings()));
