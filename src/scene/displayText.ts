/**
 * Foreign text as it may be drawn: names, images and labels can hold anything. What would break a
 * line, hide text or turn the writing direction of what stands beside it is written out as its code.
 * Text with letters of right-to-left scripts is isolated, so that it does not reorder its neighbours
 * (Unicode Standard Annex 9, 2.4 and 2.7).
 */
export function displayText(text: string): string {
  const plain = text.replace(steering, (mark) => {
    const code = mark.codePointAt(0) ?? 0;
    return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
  return rightToLeft.test(plain) ? `${isolateStart}${plain}${isolateEnd}` : plain;
}

/** Zero width: they count for nothing when text is measured. */
export const isolateStart = '\u2068';
export const isolateEnd = '\u2069';

/** Controls, line and paragraph separators, lone surrogates, and every mark that steers direction. */
const steering =
  /[\p{Cc}\p{Cs}\u061C\u200B\u200E\u200F\u2028\u2029\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu;

const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
