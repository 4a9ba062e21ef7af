import type { Traits } from './likeness';
import type { Numbering } from './numbering';
import { orderOf } from './ruleRuns';

/** One side of a pair; equal sides are one. */
export interface Side {
  readonly traits: Traits;
  /** What else tells sides of one shape apart. */
  readonly role: string;
}

export function sideNumber(sides: Numbering<Side>, side: Side): number {
  const { shape, bridges, places } = side.traits;
  return sides.of(`${shape} ${bridges.join()} ${places.join()} ${side.role}`, side);
}

/** More shared bridges, by their places in two namespaces, than there are ways to share them. */
const maxSharings = 2 ** 20;

/**
 * What the two of a pair are and how they stand to each other, by number: the same for pairs that nothing
 * tells apart. Kept as one number for each pair of sides, since a matrix has millions of cells.
 */
export class PairRelations {
  private readonly known: Int32Array[] = [];
  private readonly columnKinds: readonly number[];
  private readonly kinds: readonly number[];
  private readonly numbers = new Map<number, Map<number, number>>();
  private readonly own = new Map<number, number>();
  private readonly sharings = new Map<string, number>();
  private readonly orders = new Map<string, number>();
  private count = 0;

  constructor(
    private readonly rows: readonly Side[],
    private readonly columns: readonly Side[],
  ) {
    const kinds = new Map<string, number>();
    const kindOf = ({ traits, role }: Side) => {
      const text = `${traits.shape} ${role}`;
      const kind = kinds.get(text) ?? kinds.size;
      kinds.set(text, kind);
      return kind;
    };
    this.kinds = rows.map(kindOf);
    this.columnKinds = columns.map(kindOf);
  }

  /** Of two different namespaces. */
  between(row: number, column: number): number {
    const inRow = (this.known[row] ??= new Int32Array(this.columns.length).fill(-1));
    const known = inRow[column] ?? -1;
    if (known >= 0) return known;
    const relation = this.find(row, column);
    inRow[column] = relation;
    return relation;
  }

  /** Of a namespace with itself. */
  within(row: number, column: number): number {
    const kinds = this.pairOf(row, column);
    const known = this.own.get(kinds);
    if (known !== undefined) return known;
    this.own.set(kinds, this.count);
    return this.count++;
  }

  private find(row: number, column: number): number {
    const one = this.rows[row]?.traits;
    const other = this.columns[column]?.traits;
    if (one === undefined || other === undefined) throw new RangeError('no such pair of sides');
    const kinds = this.pairOf(row, column);
    const details = this.orderOf(one, other) * maxSharings + this.sharingOf(one, other);
    const ofKinds = this.numbers.get(kinds) ?? new Map<number, number>();
    this.numbers.set(kinds, ofKinds);
    const known = ofKinds.get(details);
    if (known !== undefined) return known;
    ofKinds.set(details, this.count);
    return this.count++;
  }

  private pairOf(row: number, column: number): number {
    const all = this.rows.length + this.columns.length;
    return (this.kinds[row] ?? 0) * all + (this.columnKinds[column] ?? 0);
  }

  private sharingOf({ bridges }: Traits, other: Traits): number {
    if (!bridges.some((bridge) => other.bridges.includes(bridge))) return 0;
    const text = bridges.map((bridge) => other.bridges.indexOf(bridge)).join();
    return numberIn(this.sharings, text);
  }

  private orderOf({ places }: Traits, other: Traits): number {
    if (places.length === 0 || other.places.length === 0) return 0;
    return numberIn(this.orders, orderOf(places, other.places));
  }
}

/** From 1 on; 0 is left for what has no text. */
function numberIn(numbers: Map<string, number>, text: string): number {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, numbers.size + 1);
  return numbers.size;
}
