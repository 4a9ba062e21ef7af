import type { Localiser } from '../../../src/vscode/localiser';

/** `vscode.l10n` without a translation: the text with its places filled in. */
export const english: Localiser = {
  t: (message, ...args) =>
    message.replace(/\{(\d+)\}/g, (place, index) => String(args[Number(index)] ?? place)),
};
