import type { Engine } from '../../sources/engine/engine';
import type { EngineChoice } from './engineSpec';

/**
 * Opens the engine that the choice names; when it names none, the one that environment and Docker
 * contexts name, in this order. Loads the engine's client on first use: activation does not pay for it.
 * @throws EngineError
 */
export async function openConfiguredEngine(
  choice: EngineChoice,
  log: (message: string) => void,
): Promise<Engine> {
  const [{ openEngine }, { resolveEngineEndpoint }, { systemEndpointInput }] = await Promise.all([
    import('../../sources/engine/dockerodeEngine'),
    import('../../sources/engine/engineEndpoint'),
    import('../../sources/engine/endpointFiles'),
  ]);
  const endpoint = resolveEngineEndpoint(systemEndpointInput(choice));
  log(`engine ${endpoint.label}: ${endpoint.chosenBecause}`);
  return openEngine(endpoint);
}
