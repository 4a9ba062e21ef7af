import type { ComposeProblem } from '../model/composeProject';
import type { UnreadFile } from './composeRequest';
import { declaredAt, type Span } from './sourceText';

/** More than this is noise: a file that breaks one rule a thousand times. */
const limit = 200;

/** What was found wrong, in the order in which docker compose would meet it. */
export class Problems {
  private readonly list: ComposeProblem[] = [];
  private readonly seen = new Set<string>();
  private readonly damaged = new Set<string>();
  private readonly notRead = new Map<string, UnreadFile>();

  error(message: string, span: Span): void {
    if (this.damaged.has(placeOf(span))) return;
    this.add('error', message, span);
  }

  warning(message: string, span: Span): void {
    this.add('warning', message, span);
  }

  /** A file was left alone: what it says is missing, which is no error of the project. */
  unread(file: string, reason: string, span: Span): void {
    this.warning(`${file} was not read: ${reason}`, span);
    if (!this.notRead.has(file)) this.notRead.set(file, { file, reason, at: declaredAt(span) });
  }

  /** What stands here has no valid shape: nothing more is said of it. */
  markDamaged(span: Span): void {
    this.damaged.add(placeOf(span));
  }

  all(): readonly ComposeProblem[] {
    return this.list;
  }

  unreadFiles(): readonly UnreadFile[] {
    return [...this.notRead.values()];
  }

  get hasErrors(): boolean {
    return this.list.some((problem) => problem.severity === 'error');
  }

  private add(severity: ComposeProblem['severity'], message: string, span: Span): void {
    // A file that is extended or included twice would tell everything twice.
    const key = `${severity} ${span.source.path} ${span.start} ${message}`;
    if (this.seen.has(key) || this.list.length >= limit) return;
    this.seen.add(key);
    this.list.push({
      severity,
      message,
      at: declaredAt(span),
      end: span.source.position(span.end),
    });
  }
}

function placeOf({ source, start, end }: Span): string {
  return `${start}-${end} ${source.path}`;
}
