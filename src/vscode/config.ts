import * as vscode from 'vscode';
import { defaultHelperImage } from '../sources/host/helperRecipe';
import { settings } from './ids';
import { engineSpecs, type EngineChoice, type EngineSpec } from './store/engineSpec';
import type { HostAccessSettings } from './store/hostAccess';
import { configuredProjects, type ConfiguredProject } from './store/configuredProject';

/** Both settings are machine-scoped: a workspace cannot name a socket. */
export function engineChoice(): EngineChoice {
  const config = vscode.workspace.getConfiguration();
  return {
    host: config.get<string>(settings.engineHost, ''),
    context: config.get<string>(settings.engineContext, ''),
  };
}

/** The engines beside the chosen one; machine-scoped for the same reason. */
export function furtherEngines(): readonly EngineSpec[] {
  return engineSpecs(vscode.workspace.getConfiguration().get<unknown>(settings.furtherEngines));
}

export function onDidChangeFurtherEngines(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(settings.furtherEngines)) listener();
  });
}

export function opensGraphOnStart(folder: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration(undefined, folder).get(settings.openOnStart, false);
}

/** The projects that a folder's settings name. */
export function composeProjects(folder: vscode.Uri): readonly ConfiguredProject[] {
  return configuredProjects(
    vscode.workspace.getConfiguration(undefined, folder).get<unknown>(settings.composeProjects),
  );
}

/** Both are machine-scoped: a workspace cannot have anything run. */
export function hostAccessSettings(): HostAccessSettings {
  const config = vscode.workspace.getConfiguration();
  const access = config.get<unknown>(settings.hostAccess);
  return {
    access: access === 'helper' || access === 'none' ? access : 'auto',
    image: config.get<string>(settings.helperImage, '') || defaultHelperImage,
    isTrusted: vscode.workspace.isTrusted,
  };
}

/** A setting changed, or the workspace was trusted. */
export function onDidChangeHostAccess(listener: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidGrantWorkspaceTrust(listener),
    vscode.workspace.onDidChangeConfiguration((event) => {
      const ids = [settings.hostAccess, settings.helperImage];
      if (ids.some((id) => event.affectsConfiguration(id))) listener();
    }),
  );
}

export function onDidChangeEngineChoice(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    const ids = [settings.engineHost, settings.engineContext];
    if (ids.some((id) => event.affectsConfiguration(id))) listener();
  });
}
