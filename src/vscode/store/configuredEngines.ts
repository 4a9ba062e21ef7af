import * as vscode from 'vscode';
import { EngineError } from '../../sources/engine/engineError';
import { engineChoice, furtherEngines } from '../config';
import type { Disposables } from '../disposables';
import { DockerConfigWatch } from './dockerConfigWatch';
import { Engines } from './engines';
import { choiceOf, type EngineChoice, type EngineSpec } from './engineSpec';
import { EngineStore } from './engineStore';
import type { ReadHost } from './hostFactsKeeper';
import { configuredEndpoint, openEndpoint, type ConfiguredEndpoint } from './openConfiguredEngine';

/**
 * The engines that the settings name; each is opened when somebody first wants to see it. When a Docker context
 * is changed or another one becomes the current one, whoever follows it is opened anew.
 * @param owned owns what watches docker's configuration
 */
export function configuredEngines(
  log: (message: string) => void,
  readHost: ReadHost,
  owned: Disposables,
): Engines {
  /** Where each engine was when it was opened. */
  const opened = new Map<EngineSpec | undefined, string>();
  const engines = new Engines((spec) => {
    const open = async () => {
      const configured = await configuredEndpoint(choiceFor(spec));
      const { endpoint } = configured;
      opened.set(spec, whereabouts(configured));
      watch.start(configured.configFolder);
      if (!(endpoint instanceof EngineError)) {
        log(`engine ${endpoint.label}: ${endpoint.chosenBecause}`);
      }
      return openEndpoint(endpoint, vscode.workspace.isTrusted);
    };
    return new EngineStore({ open, log, readHost });
  }, vscode.l10n);
  const follow = async () => {
    for (const { ref, store } of engines.all) {
      const before = opened.get(ref.engine);
      if (before === undefined) continue;
      if (whereabouts(await configuredEndpoint(choiceFor(ref.engine))) !== before) store.reopen();
    }
  };
  const watch = owned.add(
    new DockerConfigWatch(() => void follow().catch((error: unknown) => log(String(error)))),
  );
  engines.configure(furtherEngines());
  return engines;
}

function choiceFor(spec: EngineSpec | undefined): EngineChoice {
  return spec === undefined ? engineChoice() : choiceOf(spec);
}

/** All that decides how the engine is reached. */
function whereabouts({ endpoint }: ConfiguredEndpoint): string {
  if (endpoint instanceof EngineError) return endpoint.message;
  const { chosenBecause: _why, ...address } = endpoint;
  return JSON.stringify(address);
}
