import type { ElementAction, ElementMenu } from '../../protocol/messages';
import { trustedCommands } from '../commands/trustedCommands';
import { commands, type CommandId } from '../ids';

/** What menus of a graph do by the same command as those of the tree. The graph itself does the rest. */
export const actionCommands = {
  connect: commands.connect,
  disconnect: commands.disconnect,
  createNetwork: commands.createNetwork,
  removeNetwork: commands.removeNetwork,
  pruneNetworks: commands.pruneNetworks,
  inspect: commands.inspect,
  inspectPage: commands.inspectPage,
  copyCommand: commands.copyCommand,
  openTerminal: commands.openTerminal,
  copyAddress: commands.copyAddress,
  copyName: commands.copyName,
  traceFrom: commands.traceFrom,
  traceTo: commands.traceTo,
  showNames: commands.showNames,
  showMatrix: commands.showMatrix,
  showFirewall: commands.showFirewall,
  saveSnapshot: commands.saveSnapshot,
  closeSnapshot: commands.closeSnapshot,
  removeEngine: commands.removeEngine,
  readHost: commands.readHost,
  refresh: commands.refresh,
} as const satisfies Partial<Record<ElementAction, CommandId>>;

export function isCommandAction(action: ElementAction): action is keyof typeof actionCommands {
  return action in actionCommands;
}

/** `undefined` for what the graph does itself. */
export function commandOf(action: ElementAction): CommandId | undefined {
  return isCommandAction(action) ? actionCommands[action] : undefined;
}

/** The menu without what is off in Restricted Mode, unless the workspace is trusted. */
export function permittedMenu({ items }: ElementMenu, isTrusted: boolean): ElementMenu {
  return {
    items: items.filter(({ action }) => {
      const command = commandOf(action);
      return isTrusted || command === undefined || !trustedCommands.has(command);
    }),
  };
}
