import path from 'node:path';
import * as esbuild from 'esbuild';

const namespace = 'few-files';

/**
 * A part of the program: the files whose `import()` loads it, and what is loaded before it.
 * @typedef {{ readonly members: readonly string[], readonly before: readonly string[] }} Part
 */

/**
 * Bundles what is behind `import()` in few files. By itself esbuild makes one for each `import()` and one more
 * for each set of these that share something: many small files are compressed badly, and what one takes from
 * another keeps its name.
 *
 * `parts` says where a file belongs that is imported on demand. A part is loaded as a whole when anything of it
 * is asked for. What the entry point `main` loads at once is there before any part is: each part imports it, so
 * that all of it has the same users and stands in one file. `plugins` are those that also decide where an
 * import leads.
 * @param {Readonly<Record<string, RegExp>>} parts
 * @param {{ readonly main: string, readonly plugins?: esbuild.Plugin[] }} how
 * @returns {esbuild.Plugin}
 */
export function fewFiles(parts, { main, plugins = [] }) {
  return {
    name: 'few-files',
    setup(build) {
      const options = { ...build.initialOptions, plugins };
      const root = options.absWorkingDir ?? process.cwd();
      /** @type {Promise<ReadonlyMap<string, Part>> | undefined} */
      let plan;

      build.onStart(() => {
        plan = undefined;
      });

      build.onResolve({ filter: /^\./ }, async ({ kind, path: to, resolveDir, pluginData }) => {
        if (kind !== 'dynamic-import' || pluginData === namespace) return undefined;
        const found = await build.resolve(to, { kind, resolveDir, pluginData: namespace });
        const name = partOf(path.relative(root, found.path), parts);
        return found.errors.length > 0 || name === undefined ? found : { path: name, namespace };
      });

      build.onLoad({ filter: /.*/, namespace }, async ({ path: name }) => {
        plan ??= planned(options, parts, main);
        const { members = [], before = [] } = (await plan).get(name) ?? {};
        const lines = [
          ...before.map((file) => `import ${JSON.stringify(`./${file}`)};`),
          ...members.map((file) => `export * from ${JSON.stringify(`./${file}`)};`),
        ];
        return { contents: lines.join('\n'), resolveDir: root };
      });
    },
  };
}

/**
 * @param {string} file relative to the project
 * @param {Readonly<Record<string, RegExp>>} parts
 */
function partOf(file, parts) {
  const asked = file.split(path.sep).join('/');
  return Object.entries(parts).find(([, members]) => members.test(asked))?.[0];
}

/**
 * @param {esbuild.BuildOptions} options
 * @param {Readonly<Record<string, RegExp>>} parts
 * @param {string} main
 * @returns {Promise<ReadonlyMap<string, Part>>}
 * @throws {Error} when two files of a part export the same name: it would be nobody's
 */
async function planned(options, parts, main) {
  const { metafile } = await esbuild.build({
    ...options,
    minify: false,
    sourcemap: false,
    write: false,
    metafile: true,
  });
  const before = loadedAtOnce(metafile, main).filter((file) => isOwn(file) && file !== main);
  const onDemand = new Set(
    Object.values(metafile.inputs)
      .flatMap(({ imports }) => imports)
      .filter(({ kind, external }) => kind === 'dynamic-import' && external !== true)
      .map(({ path: to }) => to),
  );
  return new Map(
    Object.keys(parts).map((name) => {
      const members = [...onDemand].filter((file) => partOf(file, parts) === name).sort();
      refuseNamesakes(name, members, metafile);
      return [name, { members, before }];
    }),
  );
}

/**
 * @param {string} part
 * @param {readonly string[]} members
 * @param {esbuild.Metafile} metafile
 */
function refuseNamesakes(part, members, { outputs }) {
  /** @type {Map<string, string>} */
  const exporters = new Map();
  for (const { entryPoint = '', exports } of Object.values(outputs)) {
    if (!members.includes(entryPoint)) continue;
    for (const name of exports) {
      const other = exporters.get(name);
      if (other !== undefined)
        throw new Error(
          `${other} and ${entryPoint} both export ${name}, and both are imported on demand as part of "${part}": give one of them another name.`,
        );
      exporters.set(name, entryPoint);
    }
  }
}

/**
 * The source files that stand in what an entry point loads at once.
 * @param {esbuild.Metafile} metafile
 * @param {string} entryPoint
 */
function loadedAtOnce({ outputs }, entryPoint) {
  const start = Object.keys(outputs).find((file) => outputs[file]?.entryPoint === entryPoint);
  const reached = new Set(start === undefined ? [] : [start]);
  for (const file of reached)
    for (const { path: to, kind, external } of outputs[file]?.imports ?? [])
      if (kind !== 'dynamic-import' && external !== true) reached.add(to);
  return [...reached].flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}));
}

/**
 * What a package says to be free of side effects cannot be imported for them.
 * @param {string} file
 */
function isOwn(file) {
  return !file.includes('node_modules/');
}
