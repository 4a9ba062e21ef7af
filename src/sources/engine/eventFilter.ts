import * as z from 'zod/mini';
import { probeLabel } from '../../model/records/labels';

const eventRecord = z.object({
  Type: z.string(),
  Action: z.string(),
  Actor: z.optional(
    z.object({
      ID: z.optional(z.string()),
      Attributes: z.optional(z.nullable(z.record(z.string(), z.string()))),
    }),
  ),
});

/** What an event changes. */
export interface EngineChange {
  /** Networks and containers whose records may be others now. */
  readonly ids: readonly string[];
  /** A network came or went: joining and leaving a swarm shows by nothing else. */
  readonly engineInfo: boolean;
}

/** Container events that change nothing about networking; `exec_…` and `health_status…` come beside. */
const noise = new Set([
  'attach',
  'archive-path',
  'commit',
  'copy',
  'detach',
  'export',
  'extract-to-dir',
  'kill',
  'oom',
  'resize',
  'top',
]);

/** More than one probe of a large engine makes. */
const mostProbes = 4_096;

/** Sifts the event stream. Remembers the probes' containers, whose network events bear no label. */
export class EventFilter {
  private readonly probes = new Set<string>();

  /** `undefined` for what is noise or no event at all. */
  accept(json: unknown): EngineChange | undefined {
    const event = eventRecord.safeParse(json);
    if (!event.success) return undefined;
    const { Type: type, Action: action, Actor: actor } = event.data;
    const id = actor?.ID ?? '';
    const attributes = actor?.Attributes ?? {};
    switch (type) {
      case 'container':
        if (probeLabel in attributes) {
          this.remember(id);
          return undefined;
        }
        return isNoise(action) ? undefined : { ids: [id], engineInfo: false };
      case 'network': {
        const container = attributes['container'];
        if (container !== undefined && this.probes.has(container)) return undefined;
        return {
          ids: container === undefined ? [id] : [id, container],
          engineInfo: action === 'create' || action === 'destroy' || action === 'remove',
        };
      }
      default:
        return undefined;
    }
  }

  /** Also after its end: the engine may tell of its leaving a network last. */
  private remember(id: string): void {
    this.probes.delete(id);
    this.probes.add(id);
    const [oldest] = this.probes;
    if (this.probes.size > mostProbes && oldest !== undefined) this.probes.delete(oldest);
  }
}

function isNoise(action: string): boolean {
  return noise.has(action) || action.startsWith('exec_') || action.startsWith('health_status');
}
