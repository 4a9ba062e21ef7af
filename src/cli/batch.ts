import { jsonText } from '../model/jsonText';

/** One question of a batch: a JSON object on a line of its own. */
export type Question = Readonly<Record<string, unknown>>;

/**
 * Answers every line that is not blank, in order, one JSON object a line. A line that is no JSON
 * object gets `refuse`'s answer without an id.
 */
export function answerBatch(
  input: string,
  answer: (question: Question) => object,
  refuse: (reason: string) => object,
): string {
  return input
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const question = parseQuestion(line);
      const id = question?.['id'] ?? null;
      const body =
        question === undefined ? refuse('the line is not a JSON object') : answer(question);
      return `${jsonText({ id, ...body })}\n`;
    })
    .join('');
}

function parseQuestion(line: string): Question | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Question)
      : undefined;
  } catch {
    return undefined;
  }
}
