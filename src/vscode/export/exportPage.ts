import * as vscode from 'vscode';
import { parseLook, parsePng } from '../../protocol/pictureGuards';
import { lookRequested, pngRequested } from '../../protocol/pictureMessages';
import type { PictureLook, PngAnswer, PngWish } from '../../protocol/pictureMessages';
import type { CommandServices } from '../commands/commandServices';
import { asSubject } from '../commands/commandTarget';
import type { GraphPanel } from '../panel/graphPanel';
import { graphKey, parseGraphKey } from '../store/sourceRef';
import { showInformation } from '../messages';

/** A page that is hidden or busy for so long is not coming. */
const answerLimitMs = 30_000;

/** The graph a command is about, in sight and drawn; says so when there is none. */
export async function graphToExport(
  services: CommandServices,
  argument: unknown,
): Promise<GraphPanel | undefined> {
  const { panels } = services;
  const panel = panelOf(services, argument);
  if (panel === undefined) {
    void showInformation(vscode.l10n.t('No graph is open. Show one first, then export it.'));
    return undefined;
  }
  if (panel.panel.visible && panel.sent !== undefined) return panel;
  const drawn = new Promise<void>((resolve) => {
    const listening = panels.onDidSendScene((sent) => {
      if (sent !== panel) return;
      listening.dispose();
      resolve();
    });
  });
  panel.panel.reveal();
  await inTime(drawn);
  return panel;
}

function panelOf({ panels }: CommandServices, argument: unknown): GraphPanel | undefined {
  const subject = asSubject(argument);
  const ref = parseGraphKey(
    subject?.from === 'tree'
      ? subject.node.source
      : (subject?.graph ?? subject?.source ?? argument),
  );
  const asked = ref && panels.find(graphKey(ref));
  return (
    asked ??
    panels.all.find(({ panel }) => panel.active) ??
    panels.all.find(({ panel }) => panel.visible) ??
    panels.all[0]
  );
}

export async function lookOf(panel: GraphPanel): Promise<PictureLook> {
  return parseLook(await inTime(panel.ask(lookRequested, {})));
}

export async function pngOf(panel: GraphPanel, wish: PngWish): Promise<PngAnswer> {
  return parsePng(await inTime(panel.ask(pngRequested, wish)));
}

/** @throws Error when the page does not answer */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the graph’s page did not answer')), answerLimitMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
