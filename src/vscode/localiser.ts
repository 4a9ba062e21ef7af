/**
 * What code that must run without VS Code needs of `vscode.l10n`. Parameters of this type are called
 * `l10n`, so that every translatable text reads `l10n.t('…')` and is found by test/manifest.
 */
export interface Localiser {
  t(message: string, ...args: readonly (string | number | boolean)[]): string;
}
