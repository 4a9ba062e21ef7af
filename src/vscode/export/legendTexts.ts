import * as vscode from 'vscode';
import type { LegendTexts } from '../../scene/export/pictureLegend';

/** The legend's headings, translated as on screen. */
export function legendTexts(): LegendTexts {
  const { l10n } = vscode;
  return { title: l10n.t('Legend'), notes: l10n.t('Not shown or not known') };
}
