import { isolateEnd, isolateStart } from './displayText';
import type { FontMetrics, FontWidths } from './fontMetrics';
import type { TextRole } from './scene';

const ellipsis = '…';
/** Signs of our own texts that join with nothing. */
const ownSigns = '·→…’';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The font a line is drawn in; badges share the details' font. */
export function fontOf(role: TextRole, metrics: FontMetrics): FontWidths {
  return role === 'badge' ? metrics.detail : metrics[role];
}

/** Width in pixels. What is not printable ASCII counts by what a reader takes for one character. */
export function textWidth(text: string, font: FontWidths): number {
  const { ascii, other } = font;
  let width = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at) - 0x20;
    // To read beyond the list would undo what the engine has compiled.
    const own = code >= 0 && code < ascii.length ? ascii[code] : undefined;
    // Nearly all text is plain ASCII with a few signs of ours; what is not is taken apart.
    if (own === undefined && !ownSigns.includes(text.charAt(at))) {
      return widthOf(pieces(text), font);
    }
    width += own ?? other;
  }
  return width;
}

function widthOf(parts: readonly string[], font: FontWidths): number {
  return parts.reduce((sum, piece) => sum + pieceWidth(piece, font), 0);
}

/** No text of so many characters is wider, in pixels; cheaper than to measure it. */
function widestOf(length: number, font: FontWidths): number {
  let widest = widestOfFont.get(font);
  if (widest === undefined) {
    widest = Math.max(font.other, ...font.ascii);
    widestOfFont.set(font, widest);
  }
  return length * widest;
}

const widestOfFont = new WeakMap<FontWidths, number>();

/** The text, or as many of its characters as fit with an ellipsis; empty when nothing fits. */
export function cutText(text: string, font: FontWidths, width: number): string {
  if (widestOf(text.length, font) <= width || textWidth(text, font) <= width) return text;
  const isolated = text.startsWith(isolateStart);
  let left = width - pieceWidth(ellipsis, font);
  if (left < 0) return '';
  let kept = '';
  for (const piece of pieces(text)) {
    left -= pieceWidth(piece, font);
    if (left < 0) break;
    kept += piece;
  }
  return isolated ? `${kept}${ellipsis}${isolateEnd}` : `${kept.trimEnd()}${ellipsis}`;
}

/** No line shows more, and the segmenter's time grows with the square of a text's length. */
const longestSegmented = 2_000;

/** Plain ASCII needs no segmenter, and nearly all text is. */
function pieces(text: string): readonly string[] {
  if (/^[\x20-\x7e]*$/.test(text)) return text.split('');
  const shown = text.slice(0, longestSegmented);
  const segments = Array.from(graphemes.segment(shown), ({ segment }) => segment);
  return segments.concat(text.slice(longestSegmented).split(''));
}

function pieceWidth(piece: string, font: FontWidths): number {
  if (piece === isolateStart || piece === isolateEnd) return 0;
  const code = piece.length === 1 ? piece.charCodeAt(0) - 0x20 : -1;
  return font.ascii[code] ?? font.other;
}
