/**
 * Text that is nothing but text in Markdown, bare addresses included (CommonMark 2.4: a backslash makes
 * any ASCII punctuation a plain character; GFM 6.9 makes links of addresses that stand there plainly).
 */
export function markdownText(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
