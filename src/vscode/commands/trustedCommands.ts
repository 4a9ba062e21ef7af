import { commands, type CommandId } from '../ids';

/** Commands that change an engine: off in Restricted Mode, and each can be undone. */
export const writingCommands: readonly CommandId[] = [
  commands.connect,
  commands.disconnect,
  commands.createNetwork,
  commands.removeNetwork,
  commands.pruneNetworks,
];

/** Commands that run a program, here or in a container: off in Restricted Mode as well. */
export const runningCommands: readonly CommandId[] = [
  commands.openTerminal,
  commands.compareCompose,
  commands.readHost,
];

/** All that `package.json` turns off in Restricted Mode. */
export const trustedCommands: ReadonlySet<CommandId> = new Set([
  ...writingCommands,
  ...runningCommands,
]);
