import type { Engine } from '../../sources/engine/engine';
import { engineChoice } from '../config';

/**
 * Opens the engine that settings, environment and Docker contexts name, in this order. Loads the
 * engine's client on first use: activation does not pay for it. @throws EngineError
 */
export async function openConfiguredEngine(log: (message: string) => void): Promise<Engine> {
  const [{ openEngine }, { resolveEngineEndpoint }, { systemEndpointInput }] = await Promise.all([
    import('../../sources/engine/dockerodeEngine'),
    import('../../sources/engine/engineEndpoint'),
    import('../../sources/engine/endpointFiles'),
  ]);
  const endpoint = resolveEngineEndpoint(systemEndpointInput(engineChoice()));
  log(`engine ${endpoint.label}: ${endpoint.chosenBecause}`);
  return openEngine(endpoint);
}
