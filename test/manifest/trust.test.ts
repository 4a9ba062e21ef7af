import assert from 'node:assert/strict';
import { trustedCommands } from '../../src/vscode/commands/trustedCommands';
import { commands, settings } from '../../src/vscode/ids';
import { manifest, menuEntries } from './manifest';

const { capabilities, contributes, extensionKind } = manifest;

describe('trust and places in package.json', () => {
  it('runs where the workspace is, and not in virtual ones', () => {
    assert.deepEqual(extensionKind, ['workspace']);
    assert.equal(capabilities.virtualWorkspaces.supported, false);
  });

  it('takes no engine from an untrusted workspace, and none from any workspace', () => {
    const engine = [settings.engineHost, settings.engineContext, settings.furtherEngines];
    assert.equal(capabilities.untrustedWorkspaces.supported, 'limited');
    const machine = [...engine, settings.hostAccess, settings.helperImage];
    assert.deepEqual(capabilities.untrustedWorkspaces.restrictedConfigurations, machine);
    const [{ properties } = { properties: {} }] = contributes.configuration;
    for (const id of machine) assert.equal(properties[id]?.scope, 'machine', id);
  });

  it('opens no graph by itself unless asked to', () => {
    const [{ properties } = { properties: {} }] = contributes.configuration;
    assert.equal(properties[settings.openOnStart]?.default, false);
  });

  it('turns off exactly the commands that change the engine or run a program', () => {
    assert.deepEqual(
      contributes.commands
        .filter(({ enablement }) => enablement === 'isWorkspaceTrusted')
        .map(({ command }) => command)
        .sort(),
      [...trustedCommands].sort(),
    );
  });

  it('has every command in the palette, where Trace Connection asks for both ends', () => {
    const hidden = menuEntries.filter(
      ({ menu, when }) => menu === 'commandPalette' && when === 'false',
    );
    assert.deepEqual(
      hidden.map(({ command }) => command).sort(),
      [commands.traceFrom, commands.traceTo].sort(),
    );
  });

  it('puts what takes something away last', () => {
    const groups = menuEntries
      .filter(({ menu, group }) => menu === 'view/item/context' && !group?.startsWith('inline'))
      .map(({ command, group }) => [group?.split('@')[0], command] as const);
    const destructive = groups.filter(([group]) => group === '9_destructive');
    assert.deepEqual(
      destructive.map(([, command]) => command).sort(),
      [
        commands.removeEngine,
        commands.disconnect,
        commands.closeSnapshot,
        commands.removeNetwork,
        commands.pruneNetworks,
      ].sort(),
    );
  });
});
