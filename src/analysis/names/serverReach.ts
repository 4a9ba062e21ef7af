import type { Topology } from '../../model/topology';
import type { ServerReach } from './nameAnswer';

/** Whether name servers answer, by walking a query to them. */
export function serverReach(_topology: Topology): ServerReach {
  return () => 'unknown';
}
