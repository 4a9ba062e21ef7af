import type { FontMetrics, FontWidths } from '../src/scene/fontMetrics';
import type { GraphFont, GraphFonts } from './graphTheme';
import { canvasContext, cssFont } from './theme';

const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index));
/** Wide characters of different scripts; the widest stands for all that is not ASCII. */
const others = ['漢', '😀', 'Щ', 'م', '…'];

/** Widths the extension lays texts out with, measured once per theme. */
export function measureFonts({ title, name, detail, mono }: GraphFonts): FontMetrics {
  return {
    title: measure(title),
    name: measure(name),
    detail: measure(detail),
    mono: measure(mono),
  };
}

function measure(font: GraphFont): FontWidths {
  const context = canvasContext();
  context.font = cssFont(font);
  const width = (text: string) => context.measureText(text).width;
  return {
    size: font.size,
    ascii: printable.map(width),
    other: Math.max(...others.map(width)),
  };
}
