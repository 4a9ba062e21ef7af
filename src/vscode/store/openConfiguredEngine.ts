import type { Engine } from '../../sources/engine/engine';
import type { EngineEndpoint } from '../../sources/engine/engineEndpoint';
import { EngineError } from '../../sources/engine/engineError';
import type { EngineChoice } from './engineSpec';

/** Where the engine of a choice is now, and the folder of docker's configuration that says so. */
export interface ConfiguredEndpoint {
  /** The error of a choice that leads nowhere. */
  readonly endpoint: EngineEndpoint | EngineError;
  readonly configFolder: string;
}

/** The engine that the choice names; when it names none, the one that environment and Docker contexts name, in this order. */
export async function configuredEndpoint(choice: EngineChoice): Promise<ConfiguredEndpoint> {
  const [{ configFolder, resolveEngineEndpoint }, { systemEndpointInput }] = await Promise.all([
    import('../../sources/engine/engineEndpoint'),
    import('../../sources/engine/endpointFiles'),
  ]);
  const input = systemEndpointInput(choice);
  const folder = configFolder(input);
  try {
    return { endpoint: resolveEngineEndpoint(input), configFolder: folder };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { endpoint: error, configFolder: folder };
  }
}

/**
 * Opens an engine. Loads the engine's client on first use: activation does not pay for it.
 * @throws EngineError `restricted` when a program would have to run for it and nobody trusts the workspace
 */
export async function openEndpoint(
  endpoint: EngineEndpoint | EngineError,
  isTrusted: boolean,
): Promise<Engine> {
  if (endpoint instanceof EngineError) throw endpoint;
  if (endpoint.kind === 'ssh' && !isTrusted) throw noProgram(endpoint.label);
  const { openEngine } = await import('../../sources/engine/dockerodeEngine');
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
