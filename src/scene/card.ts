import type { Provenance } from '../model/provenance';

/** One line of a hover card, with its source. */
export interface CardLine {
  readonly label: string;
  readonly value: string;
  readonly source: Provenance | { readonly kind: 'unknown'; readonly reason: string };
  /** Values that read better in the editor font: addresses, ids, device names. */
  readonly mono?: boolean;
  /** The same as a program prints it, e.g. a firewall rule; shown below, in the editor's font. */
  readonly code?: string;
}

export interface CardSection {
  readonly title?: string;
  readonly lines: readonly CardLine[];
}

/** What hovering an element says. Text only: everything a container can say is untrusted. */
export interface Card {
  /** Scene id. */
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly sections: readonly CardSection[];
}
