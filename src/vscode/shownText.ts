/**
 * Foreign text for a place that shows plain text: what would reorder or hide the text around it
 * (control characters, marks that switch the writing direction) is written out as its code.
 */
export function shownText(text: string): string {
  return text.replace(
    /[\p{Cc}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu,
    (mark) => {
      const code = mark.codePointAt(0) ?? 0;
      return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
    },
  );
}
