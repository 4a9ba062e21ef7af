import type { JsonType, Schema, TypedSchema } from './schema';
import type { Span } from './sourceText';
import { printed, type ListTree, type MapTree, type Path, type Tree } from './tree';

export interface SchemaError {
  readonly path: Path;
  /** docker compose's words, the path included. */
  readonly message: string;
  readonly at: Span;
  /** docker compose tells the error that lies deepest. */
  readonly depth: number;
}

/**
 * Checks a model against the schema. All errors, the one docker compose would tell first; where a value
 * fits none of several shapes, the error of the shape it comes closest to (compose-go: schema.Validate).
 */
export function validateSchema(tree: Tree, schema: Schema): readonly SchemaError[] {
  const errors = check(tree, schema, []);
  const deepest = mostSpecific(errors);
  return deepest === undefined ? [] : [deepest, ...errors.filter((error) => error !== deepest)];
}

function mostSpecific(errors: readonly SchemaError[]): SchemaError | undefined {
  let best: SchemaError | undefined;
  for (const error of errors) if (best === undefined || error.depth > best.depth) best = error;
  return best;
}

function check(tree: Tree, schema: Schema, path: Path): readonly SchemaError[] {
  if ('oneOf' in schema) return checkOneOf(tree, schema.oneOf, path);
  if (tree.kind === 'time') return [fail(path, 'invalid jsonType time.Time', tree.at)];
  if (!schema.types.some((type) => isType(tree, type))) {
    return [fail(path, `must be a ${readable(schema.types)}`, tree.at)];
  }
  switch (tree.kind) {
    case 'map':
      return checkMap(tree, schema, path);
    case 'list':
      return checkList(tree, schema, path);
    default:
      return checkScalar(tree, schema, path);
  }
}

function fail(path: Path, words: string, at: Span, depth = path.length): SchemaError {
  return { path, message: `${path.join('.')} ${words}`, at, depth };
}

function checkOneOf(tree: Tree, schemas: readonly Schema[], path: Path): readonly SchemaError[] {
  const results = schemas.map((schema) => check(tree, schema, path));
  const fitting = results.flatMap((errors, index) => (errors.length === 0 ? [index] : []));
  if (fitting.length === 1) return [];
  if (fitting.length > 1) {
    return [fail(path, `oneOf failed, subschemas ${fitting[0]}, ${fitting[1]} matched`, tree.at)];
  }
  const best = mostSpecific(results.flat());
  if (best === undefined) return [];
  // Whatever else is wrong with the shape that comes closest.
  const shape = results.find((errors) => errors.includes(best)) ?? [];
  return [best, ...shape.filter((error) => error !== best)];
}

function isType(tree: Tree, type: JsonType): boolean {
  switch (type) {
    case 'array':
      return tree.kind === 'list';
    case 'object':
      return tree.kind === 'map';
    case 'boolean':
      return tree.kind === 'bool';
    case 'number':
      return tree.kind === 'int' || tree.kind === 'float';
    case 'integer':
      return tree.kind === 'int' || (tree.kind === 'float' && Number.isInteger(tree.value));
    case 'null':
    case 'string':
      return tree.kind === type;
  }
}

function readable(types: readonly JsonType[]): string {
  const names = types.map((type) => (type === 'object' ? 'mapping' : type));
  if (names.length === 1) return names[0] ?? '';
  const ordered = [...names].sort();
  return `${ordered.slice(0, -1).join(', ')} or ${ordered.at(-1)}`;
}

function checkMap(tree: MapTree, schema: TypedSchema, path: Path): readonly SchemaError[] {
  const errors: SchemaError[] = [];
  const missing = (schema.required ?? []).filter((key) => !tree.entries.has(key));
  if (missing.length > 0) {
    const noun = missing.length === 1 ? 'property' : 'properties';
    errors.push(fail(path, `missing ${noun} ${quoted(missing)}`, tree.at));
  }
  const unknown: { readonly key: string; readonly at: Span }[] = [];
  for (const [key, entry] of tree.entries) {
    const own = schema.properties;
    const property = own !== undefined && Object.hasOwn(own, key) ? own[key] : undefined;
    if (property !== undefined) errors.push(...check(entry.value, property, [...path, key]));
    if (schema.keys?.pattern.test(key) === true) {
      errors.push(...check(entry.value, schema.keys.schema, [...path, key]));
    } else if (property === undefined && !isFree(key, schema)) {
      unknown.push({ key, at: entry.key });
    }
  }
  return [...errors, ...unknownKeys(unknown, path)];
}

function isFree(key: string, schema: TypedSchema): boolean {
  return schema.open === true || (schema.extensible === true && key.startsWith('x-'));
}

/** docker compose names them all in one message; each gets a place of its own here. */
function unknownKeys(
  unknown: readonly { readonly key: string; readonly at: Span }[],
  path: Path,
): readonly SchemaError[] {
  return unknown.map(({ key, at }, index) => {
    const names = index === 0 ? unknown.map((other) => other.key) : [key];
    return fail(path, `additional properties ${quoted(names)} not allowed`, at, path.length + 1);
  });
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name.replaceAll("'", "\\'")}'`).join(', ');
}

function checkList(tree: ListTree, schema: TypedSchema, path: Path): readonly SchemaError[] {
  const errors: SchemaError[] = [];
  const twins = schema.unique === true ? equalItems(tree) : undefined;
  if (twins !== undefined) {
    errors.push(
      fail(
        path,
        `items at ${twins.first} and ${twins.second} are equal`,
        tree.items[twins.second]?.at ?? tree.at,
      ),
    );
  }
  const { items } = schema;
  if (items !== undefined) {
    tree.items.forEach((item, index) =>
      errors.push(...check(item, items, [...path, String(index)])),
    );
  }
  return errors;
}

function equalItems(
  tree: ListTree,
): { readonly first: number; readonly second: number } | undefined {
  const seen = new Map<string, number>();
  for (const [second, item] of tree.items.entries()) {
    const key = identity(item);
    const first = seen.get(key);
    if (first !== undefined) return { first, second };
    seen.set(key, second);
  }
  return undefined;
}

/** Equal texts for equal values, as JSON Schema compares them. */
function identity(tree: Tree): string {
  const kind = tree.kind === 'float' ? 'int' : tree.kind;
  if (tree.kind === 'list') return `[${tree.items.map(identity).join(',')}]`;
  if (tree.kind === 'map') {
    const fields = [...tree.entries].map(
      ([key, entry]) => `${JSON.stringify(key)}:${identity(entry.value)}`,
    );
    return `{${fields.sort().join(',')}}`;
  }
  return `${kind} ${JSON.stringify(printed(tree))}`;
}

function checkScalar(
  tree: Exclude<Tree, MapTree | ListTree>,
  schema: TypedSchema,
  path: Path,
): readonly SchemaError[] {
  if (tree.kind === 'string') {
    if (schema.values !== undefined && !schema.values.includes(tree.value)) {
      const words =
        schema.values.length === 1
          ? `value must be ${quoted(schema.values)}`
          : `value must be one of ${quoted(schema.values)}`;
      return [fail(path, words, tree.at)];
    }
    if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(tree.value)) {
      return [
        fail(
          path,
          `${quoted([tree.value])} does not match pattern ${quoted([schema.pattern])}`,
          tree.at,
        ),
      ];
    }
  }
  if (tree.kind === 'int' || tree.kind === 'float') {
    if (schema.minimum !== undefined && tree.value < schema.minimum) {
      return [fail(path, `must be greater than or equal to ${schema.minimum}`, tree.at)];
    }
    if (schema.maximum !== undefined && tree.value > schema.maximum) {
      return [fail(path, `must be less than or equal to ${schema.maximum}`, tree.at)];
    }
  }
  return [];
}
