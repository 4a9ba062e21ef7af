/**
 * The shape of a compose file, as far as JSON Schema says it. A small language for exactly what the
 * compose specification's schema uses; the definitions are in schemaService.ts and schemaFile.ts.
 */
export type Schema = TypedSchema | { readonly oneOf: readonly Schema[] };

export type JsonType = 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'string';

export interface TypedSchema {
  readonly types: readonly JsonType[];
  readonly values?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly unique?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  /** For keys that are no property. */
  readonly keys?: { readonly pattern: RegExp; readonly schema: Schema };
  readonly required?: readonly string[];
  /** Keys beginning with `x-` are free. */
  readonly extensible?: boolean;
  /** Every other key is free too. */
  readonly open?: boolean;
}

export const anything: TypedSchema = {
  types: ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'],
  open: true,
};

export function types(...names: readonly JsonType[]): TypedSchema {
  return { types: names };
}

export function oneOf(...schemas: readonly Schema[]): Schema {
  return { oneOf: schemas };
}

export function list(items: Schema, unique = false): TypedSchema {
  return { types: ['array'], items, unique };
}

export function values(...allowed: readonly string[]): TypedSchema {
  return { types: ['string'], values: allowed };
}

type Extra = Omit<TypedSchema, 'properties' | 'types'> & { readonly types?: readonly JsonType[] };

/** A map of these keys and `x-` ones. */
export function map(
  properties: Readonly<Record<string, Schema>>,
  { types: names = ['object'], ...extra }: Extra = {},
): TypedSchema {
  return { types: names, extensible: true, ...extra, properties };
}

/** A map from names of this pattern. */
export function mapOf(pattern: RegExp, schema: Schema, extra: Extra = {}): TypedSchema {
  return { types: ['object'], keys: { pattern, schema }, ...extra };
}

export const name = /^[a-zA-Z0-9._-]+$/;
export const anyKey = /^.+$/;

export const text = types('string');
export const flag = types('boolean', 'string');
export const wholeOrText = types('integer', 'string');
export const numberOrText = types('number', 'string');
export const texts = list(text);
export const uniqueTexts = list(text, true);
export const textOrList = oneOf(text, uniqueTexts);
export const labels = oneOf(mapOf(/.+/, types('string', 'number', 'boolean', 'null')), uniqueTexts);
export const hosts = oneOf(mapOf(/.+/, oneOf(text, texts)), uniqueTexts);
export const driverOptions = mapOf(anyKey, numberOrText, { open: true });
