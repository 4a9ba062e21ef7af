import type { Path } from './tree';

/** Rules by dotted path, where `*` stands for any key. */
export class PathRules<T> {
  private readonly root = new Level<T>();

  constructor(rules: Readonly<Record<string, T>>) {
    for (const [pattern, rule] of Object.entries(rules)) {
      let level = this.root;
      for (const key of pattern.split('.')) level = level.below(key);
      level.rule = rule;
    }
  }

  /** The rule for exactly this path; a key that is named wins over `*`. */
  at(path: Path): T | undefined {
    return find(this.root, path, 0);
  }
}

class Level<T> {
  rule: T | undefined;
  private readonly levels = new Map<string, Level<T>>();

  below(key: string): Level<T> {
    const known = this.levels.get(key);
    if (known !== undefined) return known;
    const level = new Level<T>();
    this.levels.set(key, level);
    return level;
  }

  get(key: string): Level<T> | undefined {
    return this.levels.get(key);
  }
}

function find<T>(level: Level<T>, path: Path, depth: number): T | undefined {
  const key = path[depth];
  if (key === undefined) return level.rule;
  const named = level.get(key);
  const rule = named === undefined ? undefined : find(named, path, depth + 1);
  if (rule !== undefined) return rule;
  const any = level.get('*');
  return any === undefined ? undefined : find(any, path, depth + 1);
}
