import type { Point } from '../src/scene/scene';

/** What the webview keeps across being hidden, reloaded and restored after a restart. */
export interface ViewState {
  readonly viewport?: Viewport;
  /** Whether the viewport is what fitting the whole picture gave. */
  readonly fitted?: boolean;
  /** Absent until the user decided: then the panel's width decides. */
  readonly outlineShown?: boolean;
  readonly legendShown?: boolean;
  readonly firewallShown?: boolean;
  readonly selection?: readonly string[];
  /** The extension's, see `ready`. */
  readonly restoreKey?: string;
}

export interface Viewport {
  /** Rendered pixels. */
  readonly pan: Point;
  readonly zoom: number;
}

/** The kept state may come from another version: what does not fit is left out. */
export function readViewState(stored: unknown): ViewState {
  if (!isRecord(stored)) return {};
  const { viewport, fitted, outlineShown, legendShown, firewallShown, selection, restoreKey } =
    stored;
  return {
    ...(isViewport(viewport) ? { viewport } : {}),
    ...(typeof fitted === 'boolean' ? { fitted } : {}),
    ...(typeof outlineShown === 'boolean' ? { outlineShown } : {}),
    ...(typeof legendShown === 'boolean' ? { legendShown } : {}),
    ...(typeof firewallShown === 'boolean' ? { firewallShown } : {}),
    ...(Array.isArray(selection)
      ? { selection: selection.filter((id) => typeof id === 'string') }
      : {}),
    ...(typeof restoreKey === 'string' ? { restoreKey } : {}),
  };
}

function isViewport(value: unknown): value is Viewport {
  if (!isRecord(value) || !isRecord(value.pan)) return false;
  const numbers = [value.zoom, value.pan.x, value.pan.y];
  return numbers.every((number) => Number.isFinite(number)) && Number(value.zoom) > 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
