import { readFile } from 'node:fs/promises';

/** What is cured: text that stands in cytoscape's source exactly once, and what it becomes. */
const cures = [
  {
    // In `drawImages` the image layer that every node has by default counts as complete although no image is set. So a
    // node without images says twice in every frame that its images began or ended to load, and is styled
    // anew each time. Only layers that have an image may count.
    name: 'redraw bug',
    place: 'drawImages',
    bug: `if (inside && bgContainment === 'over' || !inside && bgContainment === 'inside') {
        totalCompleted++;`,
    cure: `if (inside && bgContainment === 'over' || !inside && bgContainment === 'inside') {
        if (urlDefined[_i]) totalCompleted++;`,
  },
  {
    // Each property of an element's first style drops what was computed from its style before, its bounds and
    // those of all its edges: nothing was. At a bus with hundreds of wires that is most of the styling.
    name: 'first style',
    place: 'checkTriggers',
    bug: `checkTriggers = function (ele, name, fromValue, toValue) {
  ele.dirtyStyleCache();`,
    cure: `checkTriggers = function (ele, name, fromValue, toValue) {
  if (!ele._private.appliedInitStyle) {
    ele._private.styleCache = null;
    return;
  }
  ele.dirtyStyleCache();`,
  },
];

/**
 * Cytoscape's source without what is cured.
 * @param {string} source
 * @throws {Error} when one is not there exactly once, as in every version but those the cures were made for
 */
export function curedCytoscape(source) {
  return cures.reduce((text, { name, place, bug, cure }) => {
    const [before, after, ...more] = text.split(bug);
    if (before === undefined || after === undefined || more.length > 0) {
      throw new Error(
        `The cure of cytoscape's ${name} does not fit this version of cytoscape. Look at ${place} in its source: is it right there, drop this cure from scripts/cureCytoscape.mjs; else cure the new text.`,
      );
    }
    return before + cure + after;
  }, source);
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
      return {
        errors: [{ text: 'The bundle holds no cytoscape to cure: see scripts/cureCytoscape.mjs.' }],
      };
    });
  },
};
