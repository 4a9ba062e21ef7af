import type { MatrixStrings } from '../src/protocol/matrixStrings';
import type { MatrixColumn, MatrixHead } from '../src/scene/matrixView';
import { fillTemplate } from './fillTemplate';
import type { AxisItem, Counts, MatrixModel } from './matrixModel';

/** What a cell of the grid shows and says: never by colour alone. */
export interface CellContent {
  /** Class of the cell. */
  readonly look: string;
  readonly symbol: string;
  readonly text: string;
  /** Second line. */
  readonly detail: string;
  /** The whole in a sentence. */
  readonly label: string;
  /** Of a group's head. */
  readonly open?: boolean;
}

const symbols: Readonly<Record<keyof MatrixStrings['verdicts'], string>> = {
  delivered: '✓',
  arrives: '→',
  unknown: '?',
  'accepted-by-proxy': '◐',
  refused: '⊘',
  unreachable: '∅',
  dropped: '✕',
  unresolved: '!',
  'no-way': '–',
};

/** Words for rows, columns and the cells between. */
export class MatrixCells {
  constructor(
    private readonly model: MatrixModel,
    private readonly strings: MatrixStrings,
  ) {}

  row(item: AxisItem): CellContent {
    return this.head(item, this.model.view.sources, this.strings.outsideRow);
  }

  column(item: AxisItem): CellContent {
    return this.head(item, this.model.view.targets, this.strings.outsideColumn);
  }

  corner(): CellContent {
    const { corner } = this.strings;
    return { look: 'corner', symbol: '', text: corner, detail: '', label: corner };
  }

  cell(row: AxisItem, column: AxisItem): CellContent {
    const { strings, model } = this;
    const [from, to] = [this.row(row).text, this.column(column).text];
    const shown = model.at(row, column);
    switch (shown.kind) {
      case 'hidden':
        return {
          look: 'hidden-cell',
          symbol: '',
          text: '',
          detail: '',
          label: fillTemplate(strings.cellHidden, from, to),
        };
      case 'counts':
        return this.counts(shown.counts, from, to);
      case 'cell': {
        const { verdict, way } = shown.cell;
        const target = column.kind === 'one' ? model.view.targets[column.index] : undefined;
        const used = target?.ways[way];
        const word = strings.verdicts[verdict];
        return {
          look: shown.of,
          symbol: symbols[verdict],
          text: verdict === 'no-way' ? '' : word,
          detail: used?.label ?? '',
          label:
            used === undefined
              ? fillTemplate(strings.cellWithoutWay, from, to, word)
              : fillTemplate(strings.cell, from, to, word, this.way(used)),
        };
      }
    }
  }

  private way({ kind, label }: MatrixColumn['ways'][number]): string {
    const { byNetwork, byPublished, byHost, outside } = this.strings;
    switch (kind) {
      case 'network':
        return fillTemplate(byNetwork, label);
      case 'published':
        return fillTemplate(byPublished, label);
      case 'host':
        return byHost;
      case 'outside':
        return outside;
    }
  }

  private head(
    item: AxisItem,
    heads: readonly (MatrixHead & { readonly port?: string })[],
    ofOutside: string,
  ): CellContent {
    const { strings } = this;
    if (item.kind === 'group') {
      const {
        label = this.model.choice.grouping === 'project' ? strings.noProject : strings.noNetwork,
      } = item;
      return {
        look: 'group',
        symbol: item.open ? '▾' : '▸',
        text: label,
        detail: String(item.members.length),
        label: fillTemplate(strings.groupHead, label, String(item.members.length)),
        open: item.open,
      };
    }
    const head = heads[item.index];
    const { kind = 'container', name = '', port = '', project = '', networks = [] } = head ?? {};
    const shown = port === 'ping' ? ` (${strings.ping})` : port;
    const own = kind === 'container' ? name : strings[kind];
    const detail = [project, networks.join(', ')].filter((one) => one !== '').join(' · ');
    const text = `${own}${shown}`;
    const beside = kind === 'outside' ? ofOutside : detail;
    return {
      look: item.inGroup ? 'member' : kind,
      symbol: '',
      text,
      detail: beside,
      label: beside === '' ? text : `${text}, ${beside}`,
    };
  }

  private counts(counts: Counts, from: string, to: string): CellContent {
    const { strings } = this;
    const { reachable, blocked, unknown, none } = counts;
    const asked = reachable + blocked + unknown;
    const fill = (template: string, ...given: readonly number[]) =>
      fillTemplate(template, ...given.map(String));
    const label = fillTemplate(
      strings.groupCell,
      from,
      to,
      String(reachable),
      String(blocked),
      String(unknown),
    );
    const detail = unknown > 0 && unknown < asked ? fill(strings.unknown, unknown) : '';
    const made = (look: string, symbol: string, text: string): CellContent => ({
      look: `counts ${look}`,
      symbol,
      text,
      detail,
      label,
    });
    if (asked === 0) return made('none', '–', none === 0 ? '' : strings.nothing);
    if (reachable === asked) return made('reachable', '✓', fill(strings.all, asked));
    if (unknown === asked) return made('unknown', '?', fill(strings.unknown, asked));
    // What is not known may be reachable, so that "none" would say too much.
    if (reachable === 0 && unknown > 0) {
      return made('unknown', '?', fill(strings.some, reachable, asked));
    }
    if (reachable === 0) return made('blocked', '✕', fill(strings.none, blocked));
    return made('some', '◑', fill(strings.some, reachable, asked));
  }
}
