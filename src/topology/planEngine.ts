import type { Engine } from '../model/engine';
import type { Host } from '../model/host';
import { predicted, unknown } from '../model/provenance';
import { builtInPools } from './addressPools';

/** The newest generation whose rules were measured against real engines. */
export const newestKnownEngine = '28.5';

const noEngine = unknown('no engine is read for a plan', 'connecting to an engine');

/** The engine a plan assumes. */
export function planEngine(
  project: string,
  engineVersion: string | undefined,
  read: Engine | undefined,
): Engine {
  const key = `planned:${project}`;
  if (read !== undefined) {
    return {
      ...read,
      key,
      ...(engineVersion === undefined ? {} : { version: asAskedFor(engineVersion) }),
    };
  }
  return {
    key,
    product: 'docker',
    version:
      engineVersion === undefined
        ? predicted(
            newestKnownEngine,
            `Docker ${newestKnownEngine}, the newest generation known here, is assumed`,
          )
        : asAskedFor(engineVersion),
    apiVersion: noEngine,
    rootless: noEngine,
    virtualMachine: noEngine,
    addressPools: predicted(builtInPools, 'the pools of an engine that was given none'),
  };
}

function asAskedFor(engineVersion: string) {
  return predicted(engineVersion, `Docker ${engineVersion} is assumed, as asked for`);
}

/** The host a plan assumes: nothing is known of it. */
export function planHost(): Host {
  return {
    name: noEngine,
    operatingSystem: noEngine,
    kernel: noEngine,
    interfaces: unknown('the host’s interfaces were not read', 'host access'),
    addresses: predicted([], 'a plan knows no address of the host'),
  };
}

/** What only exists once the project runs. */
export function chosenAtUp(what = 'chosen at up') {
  return unknown(what, 'starting the project');
}
