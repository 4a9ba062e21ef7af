/** Numbers things from 0 on; those with one text have one number. */
export class Numbering<Thing = undefined> {
  /** By number, the first that came with its text. */
  readonly all: Thing[] = [];
  private readonly numbers = new Map<string, number>();

  of(text: string, thing: Thing): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.all.push(thing) - 1;
    this.numbers.set(text, number);
    return number;
  }
}
