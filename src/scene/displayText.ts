/**
 * Foreign text as it may be drawn: names, images and labels can hold anything. What would break a
 * line, hide text or turn the writing direction of what stands beside it is written out as its code.
 * Text with letters of right-to-left scripts is isolated, so that it does not reorder its neighbours
 * (Unicode Standard Annex 9, 2.4 and 2.7). What nobody reads to its end is cut, and says so.
 * What was made so already, as the name of a scene's element is, stays as it is.
 */
export function displayText(text: string): string {
  if (text.length <= longest && plain.test(text)) return text;
  if (isIsolated(text)) return text;
  const rest = text.length - longest;
  const read = rest > 0 ? `${text.slice(0, longest)}… (${rest} characters more)` : text;
  const spelled = spelledOut(read);
  return rightToLeft.test(spelled) ? `${isolateStart}${spelled}${isolateEnd}` : spelled;
}

/** One isolation around letters that need it and nothing that steers: it harms nobody, whoever wrote it. */
function isIsolated(text: string): boolean {
  if (!text.startsWith(isolateStart) || !text.endsWith(isolateEnd)) return false;
  const inner = text.slice(isolateStart.length, -isolateEnd.length);
  return inner.length <= longest + 50 && rightToLeft.test(inner) && spelledOut(inner) === inner;
}

/** The same for text of several lines, as docker compose's words are; its own line breaks stay. */
export function displayLines(text: string): string {
  return text.split('\n').map(displayText).join('\n');
}

/** What steers instead of being read, as its code; the rest as it is. */
export function spelledOut(text: string): string {
  return text.replace(steering, (mark) => {
    const code = mark.codePointAt(0) ?? 0;
    return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}

/** Characters (UTF-16); labels and options may hold megabytes, and a view shows hundreds of texts. */
const longest = 2_000;

/** Printable ASCII and signs of our own, as nearly all text is: nothing of it steers or runs from the right. */
const plain = /^[\x20-\x7e·→…’]*$/;

/** Zero width: they count for nothing when text is measured. */
export const isolateStart = '\u2068';
export const isolateEnd = '\u2069';

/** Controls, line and paragraph separators, lone surrogates, and every mark that steers direction. */
const steering =
  /[\p{Cc}\p{Cs}\u061C\u200B\u200E\u200F\u2028\u2029\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu;

const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
