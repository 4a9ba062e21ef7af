import { jsonText } from '../../model/jsonText';
import type { Scene } from '../scene';
import { graphJson } from '../graphJson';
import { dotOf } from './dotOf';
import { drawioOf } from './drawioOf';
import { mermaidOf } from './mermaidOf';
import { svgOf, type PictureOptions } from './svgOf';

export type TextFormat = 'svg' | 'mermaid' | 'dot' | 'drawio' | 'json';

/** With the names files of them usually end in. */
export const textFormats: Readonly<Record<TextFormat, { readonly extension: string }>> = {
  json: { extension: 'json' },
  svg: { extension: 'svg' },
  mermaid: { extension: 'mmd' },
  dot: { extension: 'dot' },
  drawio: { extension: 'drawio' },
};

export function isTextFormat(name: string): name is TextFormat {
  return Object.hasOwn(textFormats, name);
}

/** The scene as a document of the format; the options matter where the format holds a drawing. */
export function exportText(scene: Scene, format: TextFormat, options: PictureOptions): string {
  switch (format) {
    case 'json':
      return `${jsonText(graphJson(scene), 2)}\n`;
    case 'svg':
      return svgOf(scene, options).svg;
    case 'mermaid':
      return mermaidOf(scene, options.lit);
    case 'dot':
      return dotOf(scene, options.lit);
    case 'drawio':
      return drawioOf(scene, options);
  }
}
