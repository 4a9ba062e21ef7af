import { readFile } from 'node:fs/promises';

/**
 * In cytoscape's `drawImages` the image layer that every node has by default counts as complete although no
 * image is set. So a node without images says twice in every frame that its images began or ended to load,
 * and is styled anew each time. Only layers that have an image may count.
 */
const bug = `if (inside && bgContainment === 'over' || !inside && bgContainment === 'inside') {
        totalCompleted++;`;
const cure = `if (inside && bgContainment === 'over' || !inside && bgContainment === 'inside') {
        if (urlDefined[_i]) totalCompleted++;`;

const advice =
  'Look at drawImages in its source: is it right there, drop scripts/cureCytoscape.mjs; else cure the new text.';

/**
 * Cytoscape's source without its redraw bug.
 * @param {string} source
 * @throws {Error} when the bug is not there exactly once, as in every version but those the cure was made for
 */
export function curedCytoscape(source) {
  const [before, after, ...more] = source.split(bug);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(
      `The cure of cytoscape's redraw bug does not fit this version of cytoscape. ${advice}`,
    );
  }
  return before + cure + after;
}

/**
 * Cures cytoscape on its way into a bundle; fails the build where it cannot.
 * @type {import('esbuild').Plugin}
 */
export const cureCytoscape = {
  name: 'cure-cytoscape',
  setup(build) {
    let isCured = false;
    build.onStart(() => {
      isCured = false;
    });
    build.onLoad({ filter: /[\\/]cytoscape[\\/]dist[\\/].*js$/ }, async ({ path }) => {
      try {
        const contents = curedCytoscape(await readFile(path, 'utf8'));
        isCured = true;
        return { contents, loader: 'js' };
      } catch (error) {
        return { errors: [{ text: error instanceof Error ? error.message : String(error) }] };
      }
    });
    build.onEnd(({ errors }) => {
      if (isCured || errors.length > 0) return {};
      return { errors: [{ text: `The bundle holds no cytoscape to cure. ${advice}` }] };
    });
  },
};
