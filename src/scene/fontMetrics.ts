/** Widths of one font in pixels at its size: printable ASCII (0x20-0x7e) in order, and one width for everything else. */
export interface FontWidths {
  readonly size: number;
  readonly ascii: readonly number[];
  readonly other: number;
}

/** Measured by the webview when it is ready and when the theme changes. */
export interface FontMetrics {
  readonly title: FontWidths;
  readonly name: FontWidths;
  readonly detail: FontWidths;
  readonly mono: FontWidths;
}
