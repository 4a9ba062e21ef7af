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

/** A font's widths as whole numbers: to add those up leaves nothing behind, and rounds nothing. */
interface Units {
  readonly ascii: readonly number[];
  readonly other: number;
  readonly widest: number;
  /** Of each character of ASCII, where all are as wide. */
  readonly pitch: number | undefined;
}

const unitsPerPixel = 1000;
const unitsOfFont = new WeakMap<FontWidths, Units>();

function unitsOf(font: FontWidths): Units {
  let units = unitsOfFont.get(font);
  if (units === undefined) {
    const ascii = font.ascii.map((width) => Math.round(width * unitsPerPixel));
    const other = Math.round(font.other * unitsPerPixel);
    const [first] = ascii;
    const pitch = ascii.every((width) => width === first) ? first : undefined;
    units = { ascii, other, widest: Math.max(other, ...ascii), pitch };
    unitsOfFont.set(font, units);
  }
  return units;
}

/** Width in pixels. What is not printable ASCII counts by what a reader takes for one character. */
export function textWidth(text: string, font: FontWidths): number {
  return unitsWide(text, unitsOf(font)) / unitsPerPixel;
}

const plainAscii = /^[\x20-\x7e]*$/;
const usual = /^[\x20-\x7e·→…’]*$/;
const signs = /[·→…’]/g;

function unitsWide(text: string, units: Units): number {
  const { pitch, other } = units;
  if (pitch !== undefined && usual.test(text)) {
    const further = text.match(signs)?.length ?? 0;
    return (text.length - further) * pitch + further * other;
  }
  return usualWidth(text, units) ?? piecesWidth(text, units);
}

/** Of plain ASCII with a few signs of ours, as nearly all text is; what is not has to be taken apart. */
function usualWidth(text: string, { ascii, other }: Units): number | undefined {
  const { length } = text;
  let width = 0;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at) - 0x20;
    // To read beyond the list would undo what the engine has compiled.
    if (code >= 0 && code < ascii.length) width += ascii[code] ?? 0;
    else if (ownSigns.includes(text.charAt(at))) width += other;
    else return undefined;
  }
  return width;
}

function piecesWidth(text: string, units: Units): number {
  return pieces(text).reduce((sum, piece) => sum + pieceWidth(piece, units), 0);
}

/** The text, or as many of its characters as fit with an ellipsis; empty when nothing fits. */
export function cutText(text: string, font: FontWidths, width: number): string {
  const units = unitsOf(font);
  // Cheaper than to measure it: no text of so many characters is wider.
  const isShort = text.length * units.widest <= Math.round(width * unitsPerPixel);
  return isShort ? text : cutMeasured(text, font, width).text;
}

/** The same with the width of what is left, in pixels: to measure is the dearest part of it. */
export function cutMeasured(
  text: string,
  font: FontWidths,
  width: number,
): { readonly text: string; readonly width: number } {
  const units = unitsOf(font);
  const room = Math.round(width * unitsPerPixel);
  const whole = unitsWide(text, units);
  if (whole <= room) return { text, width: whole / unitsPerPixel };
  const cut = cutToRoom(text, units, room);
  return { text: cut, width: textWidth(cut, font) };
}

function cutToRoom(text: string, units: Units, room: number): string {
  const isolated = text.startsWith(isolateStart);
  let left = room - pieceWidth(ellipsis, units);
  if (left < 0) return '';
  let kept = '';
  for (const piece of pieces(text)) {
    left -= pieceWidth(piece, units);
    if (left < 0) break;
    kept += piece;
  }
  return isolated ? `${kept}${ellipsis}${isolateEnd}` : `${kept.trimEnd()}${ellipsis}`;
}

/** No line shows more, and the segmenter's time grows with the square of a text's length. */
const longestSegmented = 2_000;

/** Plain ASCII needs no segmenter, and nearly all text is. */
function pieces(text: string): readonly string[] {
  if (plainAscii.test(text)) return text.split('');
  const shown = text.slice(0, longestSegmented);
  const segments = Array.from(graphemes.segment(shown), ({ segment }) => segment);
  return segments.concat(text.slice(longestSegmented).split(''));
}

function pieceWidth(piece: string, { ascii, other }: Units): number {
  if (piece === isolateStart || piece === isolateEnd) return 0;
  const code = piece.length === 1 ? piece.charCodeAt(0) - 0x20 : -1;
  return ascii[code] ?? other;
}
