import type { Snapshot } from '../../model/snapshot';
import { isEngineHere } from './engineOnThisHost';
import type { CommandRunner } from './runCommand';

/**
 * Whether connections from this machine are connections from the engine's host: the socket is here, and so are its
 * bridges. @throws when cancelled
 */
export async function isThisMachine(
  engine: { readonly address: string },
  snapshot: Snapshot,
  run: CommandRunner,
  signal: AbortSignal,
): Promise<boolean> {
  if (!engine.address.startsWith('unix://')) return false;
  const result = await run({ program: 'ip', args: ['-j', 'addr'] }, signal);
  if (result.kind !== 'exited' || result.code !== 0) return false;
  return isEngineHere(snapshot, jsonOf(result.stdout));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
