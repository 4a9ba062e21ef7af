import path from 'node:path';

/** The checkout. */
export const root = path.resolve(__dirname, '..');

export const samplePath = path.join(root, 'samples/three-tier');

/** What `npm run package` writes. */
export const vsixPath = path.join(root, 'out/vethscope.vsix');
