import * as vscode from 'vscode';
import type { LegendTexts } from '../../scene/export/pictureLegend';

/** The legend's words, translated as on screen. */
export function legendTexts(): LegendTexts {
  const { l10n } = vscode;
  return {
    title: l10n.t('Legend'),
    observed: l10n.t('Solid: observed'),
    predicted: l10n.t('Dashed: declared or predicted'),
    unknown: l10n.t('Dotted: not known'),
    defaultRoute: l10n.t('Thick: default route'),
    published: l10n.t('Arrow: published port'),
    inactive: l10n.t('Pale: stopped or paused'),
    internal: l10n.t('Cut corners: internal network'),
    orphan: l10n.t('Square and thick: left over'),
    notes: l10n.t('Not shown or not known'),
  };
}
