import { displayText } from './displayText';
import type { FontWidths } from './fontMetrics';
import { cutText, textWidth } from './measureText';

/**
 * Foreign text, ready to be shown, in lines no wider than `width` pixels, broken between words; the last of
 * `most` lines is cut.
 */
export function wrapText(
  text: string,
  font: FontWidths,
  width: number,
  most: number,
): readonly string[] {
  const lines: string[] = [];
  const words = text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(displayText);
  for (const [index, word] of words.entries()) {
    const line = lines.at(-1);
    const longer = line === undefined ? word : `${line} ${word}`;
    if (line !== undefined && textWidth(longer, font) <= width) lines[lines.length - 1] = longer;
    else if (lines.length < most) lines.push(word);
    else {
      lines[lines.length - 1] = [line, ...words.slice(index)].join(' ');
      break;
    }
  }
  return lines.map((line) => cutText(line, font, width));
}
