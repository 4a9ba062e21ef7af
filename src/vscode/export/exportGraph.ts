import * as vscode from 'vscode';
import { fitsPng } from '../../protocol/pictureGuards';
import { exportText, textFormats, type TextFormat } from '../../scene/export/exportFormats';
import { printed } from '../../scene/export/pictureTheme';
import { svgOf, type PictureOptions } from '../../scene/export/svgOf';
import type { PictureLook } from '../../protocol/pictureMessages';
import type { Scene } from '../../scene/scene';
import type { CommandServices } from '../commands/commandServices';
import type { GraphPanel } from '../panel/graphPanel';
import { graphToExport, lookOf, pngOf } from './exportPage';
import { legendTexts } from './legendTexts';
import { showError, showInformation } from '../messages';

interface FormatItem extends vscode.QuickPickItem {
  readonly format: TextFormat | 'png';
  /** Pixels of the image for one of the drawing. */
  readonly scale: number;
}

interface PartItem extends vscode.QuickPickItem {
  readonly part: 'legend' | 'print' | 'lit';
}

interface Drawn {
  readonly panel: GraphPanel;
  readonly scene: Scene;
  readonly look: PictureLook;
  readonly options: PictureOptions;
}

/** *Export Graph…*: what is shown, as a file. */
export async function exportGraph(services: CommandServices, argument: unknown): Promise<void> {
  const title = vscode.l10n.t('Export Graph');
  const drawn = await drawnGraph(services, argument);
  if (drawn === undefined) return;
  const picked = await vscode.window.showQuickPick(fileFormats(), { title });
  if (picked === undefined) return;
  const options = await chosenOptions(drawn, picked.format, title);
  if (options === undefined) return;
  const uri = await askWhere(drawn.panel, picked.format, title);
  if (uri === undefined) return;
  const saved = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Exporting the graph…'),
    },
    async () => {
      const content = await contentOf({ ...drawn, options }, picked);
      if (content !== undefined) await vscode.workspace.fs.writeFile(uri, content);
      return content !== undefined;
    },
  );
  if (saved) void offer(uri);
}

/** *Copy Graph As…*: what is shown, into the clipboard. */
export async function copyGraphAs(services: CommandServices, argument: unknown): Promise<void> {
  const drawn = await drawnGraph(services, argument);
  if (drawn === undefined) return;
  const items = fileFormats().filter(
    ({ format, scale }) =>
      ['svg', 'mermaid', 'dot'].includes(format) ||
      (format === 'png' && scale === 2 && drawn.look.copiesImages),
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Copy Graph As'),
  });
  if (picked === undefined) return;
  if (picked.format !== 'png') {
    await vscode.env.clipboard.writeText(exportText(drawn.scene, picked.format, drawn.options));
  } else if (!(await copyPng(drawn, picked.scale))) return;
  vscode.window.setStatusBarMessage(vscode.l10n.t('The graph is in the clipboard.'), 5000);
}

async function drawnGraph(
  services: CommandServices,
  argument: unknown,
): Promise<Drawn | undefined> {
  const panel = await graphToExport(services, argument);
  const scene = panel?.sent?.scene;
  const metrics = panel?.metrics;
  if (panel === undefined) return undefined;
  if (scene === undefined || metrics === undefined) {
    void showInformation(vscode.l10n.t('The graph shows nothing to export.'));
    return undefined;
  }
  const look = await lookOf(panel);
  const lit = look.lit && new Set(look.lit);
  return { panel, scene, look, options: { theme: look.theme, metrics, ...(lit && { lit }) } };
}

function fileFormats(): readonly FormatItem[] {
  const { l10n } = vscode;
  return [
    { label: 'SVG', description: l10n.t('picture of any size'), format: 'svg', scale: 1 },
    ...[1, 2, 3, 4].map((scale): FormatItem => ({
      label: `PNG ${scale}x`,
      description: l10n.t('picture of pixels'),
      format: 'png',
      scale,
    })),
    { label: 'Mermaid', description: l10n.t('flowchart as text'), format: 'mermaid', scale: 1 },
    { label: 'DOT', description: l10n.t('for Graphviz'), format: 'dot', scale: 1 },
    { label: 'draw.io', description: l10n.t('drawing to edit'), format: 'drawio', scale: 1 },
    { label: 'JSON', description: l10n.t('elements and edges'), format: 'json', scale: 1 },
  ];
}

/** What of the screen the picture keeps; formats without a drawing have nothing to choose. */
async function chosenOptions(
  { options }: Drawn,
  format: FormatItem['format'],
  title: string,
): Promise<PictureOptions | undefined> {
  if (format !== 'svg' && format !== 'png' && format !== 'drawio') return options;
  const items: PartItem[] = [
    { label: vscode.l10n.t('Black on white, for printing'), part: 'print' },
  ];
  if (format !== 'drawio') items.unshift({ label: vscode.l10n.t('With legend'), part: 'legend' });
  if (options.lit !== undefined) {
    items.push({ label: vscode.l10n.t('Trace stands out'), part: 'lit', picked: true });
  }
  const picked = await vscode.window.showQuickPick(items, { title, canPickMany: true });
  if (picked === undefined) return undefined;
  const has = (part: PartItem['part']) => picked.some((item) => item.part === part);
  const { theme, metrics, lit } = options;
  return {
    theme: has('print') ? printed(theme) : theme,
    metrics,
    ...(has('legend') ? { legend: legendTexts() } : {}),
    ...(lit !== undefined && has('lit') ? { lit } : {}),
  };
}

async function askWhere(
  panel: GraphPanel,
  format: FormatItem['format'],
  title: string,
): Promise<vscode.Uri | undefined> {
  const extension = format === 'png' ? 'png' : textFormats[format].extension;
  const plain = panel.content.title.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|-+$/g, '');
  const name = `${plain === '' ? 'graph' : plain.slice(0, 80)}.${extension}`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return vscode.window.showSaveDialog({
    title,
    filters: { [extension.toUpperCase()]: [extension] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
}

/** `undefined` when the page could not draw it, which was said then. */
async function contentOf(
  { panel, scene, options }: Drawn,
  { format, scale }: FormatItem,
): Promise<Uint8Array | undefined> {
  if (format !== 'png') return new TextEncoder().encode(exportText(scene, format, options));
  const answer = await drawPng(panel, scene, options, scale, false);
  return answer?.kind === 'png' ? Buffer.from(answer.base64, 'base64') : undefined;
}

async function copyPng({ panel, scene, options }: Drawn, scale: number): Promise<boolean> {
  // Browsers give the clipboard to the page that has the focus.
  panel.panel.reveal();
  return (await drawPng(panel, scene, options, scale, true))?.kind === 'copied';
}

async function drawPng(
  panel: GraphPanel,
  scene: Scene,
  options: PictureOptions,
  scale: number,
  copy: boolean,
) {
  const { svg, ...size } = svgOf(scene, options);
  const width = size.width * scale;
  const height = size.height * scale;
  if (!fitsPng(width, height)) return refuse(tooLarge(width, height));
  const answer = await pngOf(panel, { svg, width, height, copy });
  if (answer.kind !== 'failed') return answer;
  return refuse(
    answer.reason === 'clipboard'
      ? vscode.l10n.t('The clipboard did not take the picture. Export it as a file instead.')
      : tooLarge(width, height),
  );
}

function tooLarge(width: number, height: number): string {
  return vscode.l10n.t(
    'A picture of {0} × {1} pixels could not be drawn. Choose a smaller one, or SVG.',
    width,
    height,
  );
}

function refuse(message: string): undefined {
  void showError(message);
  return undefined;
}

async function offer(uri: vscode.Uri): Promise<void> {
  const open = vscode.l10n.t('Open');
  const reveal = vscode.l10n.t('Reveal');
  const message = vscode.l10n.t('The graph is saved in {0}.', uri.fsPath);
  const chosen = await showInformation(message, open, reveal);
  if (chosen === open) await vscode.commands.executeCommand('vscode.open', uri);
  if (chosen !== reveal) return;
  const isInside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  await vscode.commands.executeCommand(isInside ? 'revealInExplorer' : 'revealFileInOS', uri);
}
