import * as z from 'zod/mini';
import {
  actionChosen,
  cardRequested,
  depthChosen,
  connectWished,
  elementSelected,
  emptyActionChosen,
  filterChanged,
  firewallRequested,
  lookedAt,
  layoutWished,
  menuRequested,
  metricsChanged,
  ready,
  searchRequested,
  traceActionChosen,
  webviewFailed,
} from './messages';
import type { SceneDepth } from '../scene/sceneOptions';
import type { ElementAction, EmptyAction, TraceAction } from './messages';

/** Scene ids are `<kind>:<key>`, and keys hold names of up to 255 characters, some of them twice. */
const maxIdLength = 2000;
const maxIds = 1000;
const maxLogLength = 4000;
const maxNameLength = 500;
const maxSearchLength = 500;
/** A sentence with some names. */
const maxFixLength = 10_000;
/** Printable ASCII, 0x20 to 0x7e. */
const asciiWidths = 95;

const elementActions = {
  connect: true,
  disconnect: true,
  createNetwork: true,
  removeNetwork: true,
  pruneNetworks: true,
  inspect: true,
  inspectPage: true,
  copyCommand: true,
  openTerminal: true,
  revealInTree: true,
  openSource: true,
  copyAddress: true,
  copyName: true,
  traceFrom: true,
  traceTo: true,
  showNames: true,
  showMatrix: true,
  showFirewall: true,
  saveSnapshot: true,
  closeSnapshot: true,
  removeEngine: true,
  readHost: true,
  showAlone: true,
  refresh: true,
  leaveOut: true,
  chooseFrames: true,
  chooseEngine: true,
} satisfies Record<ElementAction, true>;

const traceActions = {
  close: true,
  reverse: true,
  verify: true,
  save: true,
  fix: true,
} satisfies Record<TraceAction, true>;

const emptyActions = {
  refresh: true,
  openSnapshot: true,
  showEngineHelp: true,
  openComposeFile: true,
  chooseProject: true,
  chooseEngine: true,
  chooseFrames: true,
  exportGraph: true,
} satisfies Record<EmptyAction, true>;

const depths = {
  networks: true,
  wiring: true,
  rules: true,
} satisfies Record<SceneDepth, true>;

const id = z.string().check(z.minLength(1), z.maxLength(maxIdLength));
/** Pixels; z.number() takes finite numbers only. */
const width = z.number().check(z.gte(0), z.lte(500));
const fontWidths = z.object({
  size: z.number().check(z.gte(4), z.lte(200)),
  ascii: z.array(width).check(z.length(asciiWidths)),
  other: width,
});
const metrics = z.object({
  title: fontWidths,
  name: fontWidths,
  detail: fontWidths,
  mono: fontWidths,
});
const choices = z.array(z.string().check(z.maxLength(maxNameLength))).check(z.maxLength(maxIds));
const filter = z.object({
  projects: choices,
  drivers: choices,
  states: choices,
  name: z.string().check(z.maxLength(maxNameLength)),
  hideDefault: z.boolean(),
  hideNone: z.boolean(),
  hideUnused: z.boolean(),
});
const ids = z.array(id).check(z.maxLength(maxIds));
/** Pixels of the scene; larger than any scene. */
const distance = z.number().check(z.gte(-1e7), z.lte(1e7));
const layoutWish = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('by'), ids, by: z.object({ x: distance, y: distance }) }),
  z.object({ kind: z.literal('step'), ids, to: z.enum(['left', 'right', 'up', 'down']) }),
  z.object({ kind: z.literal('undo') }),
  z.object({ kind: z.literal('redo') }),
  z.object({ kind: z.literal('reset') }),
]);
const aspect = z.number().check(z.gte(0.01), z.lte(100));

/** What every page may report. */
export const webviewFailure = z.object({ message: z.string().check(z.maxLength(maxLogLength)) });

const schemas: ReadonlyMap<string, z.ZodMiniType> = new Map<string, z.ZodMiniType>([
  [ready.method, z.object({ metrics, aspect })],
  [metricsChanged.method, z.object({ metrics })],
  [elementSelected.method, z.object({ ids })],
  [cardRequested.method, z.object({ id })],
  [firewallRequested.method, z.object({})],
  [searchRequested.method, z.object({ text: z.string().check(z.maxLength(maxSearchLength)) })],
  [menuRequested.method, z.object({ id })],
  [actionChosen.method, z.object({ id, action: z.enum(keysOf(elementActions)) })],
  [emptyActionChosen.method, z.object({ action: z.enum(keysOf(emptyActions)) })],
  [filterChanged.method, z.object({ filter })],
  [layoutWished.method, layoutWish],
  [connectWished.method, z.object({ container: id, network: id })],
  [
    traceActionChosen.method,
    z.object({
      action: z.enum(keysOf(traceActions)),
      fix: z.optional(
        z.object({
          place: z.int().check(z.gte(0), z.lte(100)),
          text: z.string().check(z.maxLength(maxFixLength)),
        }),
      ),
    }),
  ],
  [depthChosen.method, z.object({ depth: z.enum(keysOf(depths)) })],
  [lookedAt.method, z.object({ networks: z.array(id).check(z.maxLength(maxIds)) })],
  [webviewFailed.method, webviewFailure],
]);

/**
 * The `parse` of the extension's Rpc: the parameters of a message from the webview, reduced to what
 * the protocol names. Throws an Error that names the method and the offending field, never its value.
 */
export const parseFromWebview = makeParser(schemas);

/** The same for a page with other messages. */
export function makeParser(
  known: ReadonlyMap<string, z.ZodMiniType>,
): (method: string, params: unknown) => unknown {
  return (method, params) => {
    const schema = known.get(method);
    if (schema === undefined) throw new Error('not a message of the webview');
    const result = schema.safeParse(params);
    if (result.success) return result.data;
    const where = result.error.issues[0]?.path.join('.') ?? '';
    throw new Error(
      `${method}: the parameter ${where === '' ? 'object' : `"${where}"`} is not valid`,
    );
  };
}

export function keysOf<K extends string>(record: Readonly<Record<K, true>>): K[] {
  return Object.keys(record) as K[];
}
