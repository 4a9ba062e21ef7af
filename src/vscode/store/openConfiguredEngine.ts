import type { Engine } from '../../sources/engine/engine';
import { EngineError } from '../../sources/engine/engineError';
import type { EngineChoice } from './engineSpec';

/**
 * Opens the engine that the choice names; when it names none, the one that environment and Docker
 * contexts name, in this order. Loads the engine's client on first use: activation does not pay for it.
 * @throws EngineError `restricted` when a program would have to run for it and nobody trusts the workspace
 */
export async function openConfiguredEngine(
  choice: EngineChoice,
  isTrusted: boolean,
  log: (message: string) => void,
): Promise<Engine> {
  const [{ openEngine }, { resolveEngineEndpoint }, { systemEndpointInput }] = await Promise.all([
    import('../../sources/engine/dockerodeEngine'),
    import('../../sources/engine/engineEndpoint'),
    import('../../sources/engine/endpointFiles'),
  ]);
  const endpoint = resolveEngineEndpoint(systemEndpointInput(choice));
  if (endpoint.kind === 'ssh' && !isTrusted) throw noProgram(endpoint.label);
  log(`engine ${endpoint.label}: ${endpoint.chosenBecause}`);
  return openEngine(endpoint);
}

function noProgram(label: string): EngineError {
  return new EngineError(
    'restricted',
    'In Restricted Mode no program is run, so that an engine behind ssh is not read.',
    'Trust this workspace to read it.',
    label,
  );
}
