import * as vscode from 'vscode';
import { engineChoice, furtherEngines } from '../config';
import { Engines } from './engines';
import { choiceOf } from './engineSpec';
import { EngineStore } from './engineStore';
import type { ReadHost } from './hostFactsKeeper';
import { openConfiguredEngine } from './openConfiguredEngine';

/** The engines that the settings name; each is opened when somebody first wants to see it. */
export function configuredEngines(log: (message: string) => void, readHost: ReadHost): Engines {
  const engines = new Engines((engine) => {
    const choice = () => (engine === undefined ? engineChoice() : choiceOf(engine));
    const open = () => openConfiguredEngine(choice(), vscode.workspace.isTrusted, log);
    return new EngineStore({ open, log, readHost });
  }, vscode.l10n);
  engines.configure(furtherEngines());
  return engines;
}
