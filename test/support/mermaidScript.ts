import path from 'node:path';

/** Mermaid as its script leaves it in a page. */
interface Mermaid {
  initialize(options: Readonly<Record<string, unknown>>): void;
  render(id: string, text: string): Promise<{ readonly svg: string }>;
}

declare global {
  var mermaid: Mermaid;
}

/** A script for a page. */
export const mermaidScript = path.join(
  __dirname,
  '../../node_modules/@mermaid-js/tiny/dist/mermaid.tiny.js',
);
