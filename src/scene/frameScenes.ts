import { arrangeFrames, type FrameRows } from './arrangeFrames';
import { displayText } from './displayText';
import type { FontMetrics, FontWidths } from './fontMetrics';
import { framedId, frameId } from './frameIds';
import { cutText, fontOf, textWidth } from './measureText';
import type { Point, Scene, SceneEdge, SceneElement, SceneText } from './scene';
import type { SceneDepth } from './sceneOptions';
import { wrapText } from './wrapText';

/** One engine of a picture of several. All texts may be foreign. */
export interface EngineFrame {
  /** See `frameNames`. */
  readonly name: string;
  /** `Docker 28.5.2 · build`. */
  readonly title: string;
  /** Its address. */
  readonly detail: string;
  /** Why its picture is old or missing; what it has is drawn pale then. */
  readonly problem?: string;
  /** Absent while nothing of it was read. */
  readonly scene?: Scene;
}

export interface FramesWish {
  /** Of the whole, ready to be shown. */
  readonly title: string;
  readonly origin: Scene['origin'];
  /** Width by height. */
  readonly aspect: number;
  readonly depth?: SceneDepth;
  /** As they stood last time. */
  readonly rows?: FrameRows;
}

export interface FramedScene {
  readonly scene: Scene;
  readonly rows: FrameRows;
}

const inset = 20;
/** Larger than what is in it: read while that is not. */
const sizes = { title: 34, detail: 18, problem: 20 };
const titleLine = 46;
/** Of a frame with nothing in it, and of the words of any. */
const leastWidth = 520;
const emptyHeight = 24;
const mostProblemLines = 6;
/** Below a title over a picture, whatever they say: nothing moves when an engine dies and comes back. */
const linesOverPicture = 2;
const lineHeight = 28;

/**
 * Pictures of single engines as one: a titled frame for each, with all that is the engine's in it. Ids and
 * references are told apart by the frame's name (`frameIds.ts`). Deterministic; frames never overlap.
 */
export function frameScenes(
  frames: readonly EngineFrame[],
  wish: FramesWish,
  metrics: FontMetrics,
): FramedScene {
  const drafts = frames.map((frame) => draftOf(frame, metrics));
  const arranged = arrangeFrames(drafts, wish.aspect, wish.rows);
  const drawn = drafts.map((draft) => drawFrame(draft, arranged.corners.get(draft.name)));
  return {
    rows: arranged.rows,
    scene: {
      format: 'vethscope-scene/1',
      title: wish.title,
      origin: wish.origin,
      ...(wish.depth === undefined ? {} : { depth: wish.depth }),
      ...(frames.some(({ scene }) => scene?.sheds === true) ? { sheds: true } : {}),
      width: arranged.width,
      height: arranged.height,
      elements: drawn.flatMap(({ elements }) => elements),
      edges: drawn.flatMap(({ edges }) => edges),
      notes: frames.flatMap(({ title, scene, problem }) => [
        ...(problem === undefined ? [] : [`${displayText(title)}: ${displayText(problem)}`]),
        ...(scene?.notes ?? []).map((note) => `${displayText(title)}: ${note}`),
      ]),
    },
  };
}

interface Draft {
  readonly name: string;
  readonly frame: EngineFrame;
  readonly texts: readonly SceneText[];
  /** Of the heading: where the engine's own picture begins. */
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function draftOf(frame: EngineFrame, metrics: FontMetrics): Draft {
  const { scene } = frame;
  const title = displayText(frame.title);
  const detail = displayText(frame.detail);
  const titleFont = resized(fontOf('title', metrics), sizes.title);
  const detailFont = resized(fontOf('detail', metrics), sizes.detail);
  const problemFont = resized(fontOf('name', metrics), sizes.problem);
  // Names and addresses may be of any length: beyond the picture's own width they widen the frame a little.
  const room = Math.max(scene?.width ?? 0, leastWidth) - 2 * inset;
  const widest = Math.max(textWidth(title, titleFont), textWidth(detail, detailFont));
  const words = Math.min(room * 1.4, widest);
  const width = Math.ceil(Math.max(scene?.width ?? 0, leastWidth, words + 2 * inset));
  const inner = width - 2 * inset;
  const said: Pick<SceneText, 'text' | 'role' | 'size'>[] = [];
  const isOver = scene !== undefined;
  // Over a picture both share the room there is.
  if (detail !== '' && !(isOver && frame.problem !== undefined)) {
    said.push({ text: cutText(detail, detailFont, inner), role: 'detail', size: sizes.detail });
  }
  const problem = isOver && frame.problem ? `${frame.detail} · ${frame.problem}` : frame.problem;
  const most = isOver ? linesOverPicture : mostProblemLines;
  for (const text of wrapText(problem ?? '', problemFont, inner, most)) {
    said.push({ text, role: 'name', size: sizes.problem });
  }
  const lineY = (index: number) => titleLine + (index + 1) * lineHeight;
  const lines: SceneText[] = [
    {
      text: cutText(title, titleFont, inner),
      role: 'title',
      size: sizes.title,
      x: inset,
      y: titleLine,
    },
    ...said.map((line, index) => ({ ...line, x: inset, y: lineY(index) })),
  ];
  const top = lineY(isOver ? linesOverPicture - 1 : said.length - 1) + 6;
  const height = Math.ceil(top + (scene?.height ?? emptyHeight));
  return { name: frame.name, frame, texts: lines, top, width, height };
}

function resized(font: FontWidths, size: number): FontWidths {
  const by = size / font.size;
  return { size, ascii: font.ascii.map((width) => width * by), other: font.other * by };
}

function drawFrame(
  { frame, texts, top, width, height }: Draft,
  corner: Point = { x: 0, y: 0 },
): Pick<Scene, 'elements' | 'edges'> {
  const { name, scene, problem } = frame;
  const own = (id: string) => framedId(name, id);
  const shift = { x: corner.x, y: corner.y + top };
  const pale = problem === undefined ? [] : (['stale'] as const);
  const title = displayText(frame.title);
  const said = [frame.detail, problem ?? ''].map(displayText).filter((text) => text !== '');
  const box: SceneElement = {
    id: frameId(name),
    kind: 'engine',
    ref: name,
    name: frame.title,
    box: { ...corner, width, height },
    texts,
    certainty: scene === undefined ? 'unknown' : 'observed',
    flags: pale,
    description: [`Frame of ${title}`, ...said].join(', '),
  };
  const elements = (scene?.elements ?? []).map((element): SceneElement => ({
    ...element,
    id: own(element.id),
    ref: `${name}/${element.ref}`,
    parent: element.parent === undefined ? box.id : own(element.parent),
    box: { ...element.box, x: element.box.x + shift.x, y: element.box.y + shift.y },
    flags: [...element.flags, ...pale],
  }));
  const edges = (scene?.edges ?? []).map((edge): SceneEdge => ({
    ...edge,
    id: own(edge.id),
    from: own(edge.from),
    to: own(edge.to),
    points: edge.points.map(({ x, y }) => ({ x: x + shift.x, y: y + shift.y })),
    flags: [...edge.flags, ...pale],
    ...(edge.bundle === undefined ? {} : { bundle: own(edge.bundle) }),
  }));
  return { elements: [box, ...elements], edges };
}
