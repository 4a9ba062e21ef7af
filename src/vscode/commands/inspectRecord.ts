import { sourceKey } from '../store/sourceRef';
import type { CommandServices } from './commandServices';
import type { CommandTarget } from './commandTarget';

/** The engine's own JSON of a network or container; of a snapshot what it kept. @throws EngineError */
export async function inspectRecord(
  services: CommandServices,
  { source }: Pick<CommandTarget, 'source'>,
  kind: 'network' | 'container',
  id: string,
): Promise<unknown> {
  if (source === services.engine.key) {
    return services.store.reading?.engine.inspect(kind, id, new AbortController().signal);
  }
  const opened = services.sources.snapshots.find(({ ref }) => sourceKey(ref) === source)?.snapshot;
  return kind === 'network'
    ? opened?.networks.find((record) => record.Id === id)
    : opened?.containers.find((record) => record.Id === id);
}
