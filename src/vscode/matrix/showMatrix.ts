import type { CommandServices } from '../commands/commandServices';
import { sourceOf } from '../trace/traceCommands';
import type { MatrixPanels } from './matrixPanels';

/** *Connectivity Matrix*: who can talk to whom, of what a menu was opened on, the graph in sight, or the engine. */
export async function showMatrix(
  services: CommandServices,
  matrices: MatrixPanels,
  argument: unknown,
): Promise<void> {
  await matrices.show(sourceOf(services, argument));
}
