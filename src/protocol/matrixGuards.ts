import * as z from 'zod/mini';
import { keysOf, makeParser, webviewFailure } from './guards';
import {
  cellChosen,
  familyChosen,
  matrixActionChosen,
  matrixReady,
  type MatrixAction,
} from './matrixMessages';
import { webviewFailed } from './messages';

const actions = {
  refresh: true,
  csv: true,
  markdown: true,
  graph: true,
} satisfies Record<MatrixAction, true>;

const family = z.union([z.literal(4), z.literal(6)]);
const place = z.int().check(z.gte(0));

/** The `parse` of the extension's Rpc with a matrix's page, see parseFromWebview. */
export const parseFromMatrix = makeParser(
  new Map<string, z.ZodMiniType>([
    [matrixReady.method, z.object({ family })],
    [familyChosen.method, z.object({ family })],
    [cellChosen.method, z.object({ version: place, source: place, target: place })],
    [matrixActionChosen.method, z.object({ action: z.enum(keysOf(actions)) })],
    [webviewFailed.method, webviewFailure],
  ]),
);
