import type { Engines } from '../store/engines';
import type { HostAccess } from '../store/hostAccess';
import type { SourceKey } from '../store/sourceRef';
import type { TraceWork } from './traces';

/** Trying and saving traces, loaded when somebody wants to; of the engine that a graph shows. */
export function traceWork(engines: Engines, hostAccess: HostAccess): TraceWork {
  const storeOf = (source: SourceKey) => (engines.find(source) ?? engines.primary).store;
  return {
    verify: async (source, shown) =>
      (await import('./verifyTrace')).verifyTrace(hostAccess, storeOf(source), shown),
    save: async (source, shown) => (await import('./saveTrace')).saveTrace(storeOf(source), shown),
  };
}
