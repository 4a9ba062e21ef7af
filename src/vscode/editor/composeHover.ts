import * as vscode from 'vscode';
import { cardFor } from '../../scene/cardFor';
import { serviceCard } from '../../scene/cards/serviceCard';
import { nounOf } from '../../scene/sceneIds';
import { Disposables } from '../disposables';
import type { Sources } from '../store/sources';
import { cardMarkdown } from '../tree/cardMarkdown';
import { isNoun, nodesAt } from './composeNodes';
import { placeInEditor, projectsOf } from './placeInEditor';

/** More replicas or ports than this say the same over and over. */
const maxCards = 3;

const selector: vscode.DocumentSelector = [
  { scheme: 'file', language: 'yaml' },
  { scheme: 'file', language: 'dockercompose' },
  { scheme: 'file', pattern: '**/*.{yml,yaml}' },
];

/** What the graph's cards say, at the names of services, networks, aliases, addresses and ports in the editor. */
export class ComposeHover implements vscode.HoverProvider {
  readonly #sources: Sources;
  readonly #owned = new Disposables();

  constructor(sources: Sources) {
    this.#sources = sources;
    this.#owned.add(vscode.languages.registerHoverProvider(selector, this));
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const [source] = projectsOf(this.#sources, document);
    const topology = source?.view().topology;
    if (source === undefined || topology === undefined) return undefined;
    const place = await placeInEditor(source, document, position);
    const { token } = place;
    if (token === undefined || !isNoun(place)) return undefined;
    const cards = nodesAt(topology, place).flatMap((id) => {
      const noun = nounOf(topology, id);
      return noun?.kind === 'container'
        ? serviceCard(topology, noun.container)
        : (cardFor(topology, id) ?? []);
    });
    if (cards.length === 0) return undefined;
    const markdown = cardMarkdown(cards.slice(0, maxCards));
    const left = cards.length - maxCards;
    if (left > 0) markdown.appendText(`\n${vscode.l10n.t('and {0} more', left)}`);
    const range = new vscode.Range(
      document.positionAt(token.start),
      document.positionAt(token.end),
    );
    return new vscode.Hover(markdown, range);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
