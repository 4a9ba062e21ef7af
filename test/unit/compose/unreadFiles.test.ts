import assert from 'node:assert/strict';
import type { ComposeReader } from '../../../src/compose/composeRequest';
import { ParsedFiles } from '../../../src/compose/parsedFiles';
import { readComposeProject } from '../../../src/compose/readComposeProject';

const request = { workingDirectory: '/p', environment: {} };

/** Only what lies in /p may be read. */
function fenced(files: Readonly<Record<string, string>>): ComposeReader {
  const refusalOf = (path: string) => (path.startsWith('/p/') ? undefined : 'it lies outside');
  return {
    readFile: (path) => Promise.resolve(refusalOf(path) === undefined ? files[path] : undefined),
    refusalOf,
  };
}

describe('files that must not be read', () => {
  const places: readonly (readonly [string, string])[] = [
    ['extends', 'services:\n  web:\n    extends: {file: ../base.yml, service: base}\n'],
    ['include', 'include: [../base.yml]\nservices:\n  web: {image: x, depends_on: [db]}\n'],
    ['env_file', 'services:\n  web: {image: x, env_file: ../base.yml}\n'],
    [
      'env_file of an include',
      'include: [{path: a.yml, env_file: ../base.yml}]\nservices:\n  web: {image: x}\n',
    ],
  ];
  for (const [name, text] of places) {
    it(`are named with the reason, and are no error: ${name}`, async () => {
      const reader = fenced({ '/p/compose.yml': text, '/p/a.yml': 'services: {}\n' });
      const { problems, unread, project } = await readComposeProject(request, reader);
      assert.deepEqual(
        unread.map(({ file, reason }) => [file, reason]),
        [['/base.yml', 'it lies outside']],
      );
      assert.deepEqual(
        problems.map(({ severity, message }) => [severity, message]),
        [['warning', '/base.yml was not read: it lies outside']],
      );
      assert.equal(unread[0]?.at.file, '/p/compose.yml');
      assert.deepEqual(
        project?.services.map(({ name: service }) => service),
        ['web'],
      );
    });
  }

  it('tells the same of what is remote', async () => {
    const text =
      'include: ["https://example.com/a.git"]\nservices:\n  web: {image: x, links: [db]}\n' +
      '  api: {extends: {file: "oci://example.com/b", service: b}}\n';
    const { problems, unread } = await readComposeProject(
      request,
      fenced({ '/p/compose.yml': text }),
    );
    assert.deepEqual(unread.map(({ file, at }) => [file, at.line]).sort(), [
      ['https://example.com/a.git', 1],
      ['oci://example.com/b', 4],
    ]);
    assert.ok(problems.every(({ severity }) => severity === 'warning'));
  });
});

describe('ParsedFiles', () => {
  it('parses again only what has another text, and tells what is wrong each time', async () => {
    const files = new Map([
      ['/p/compose.yml', 'include: [a.yml]\nservices:\n  web: {image: x, image: y}\n'],
      ['/p/a.yml', 'services:\n  db: {image: x}\n'],
    ]);
    const reader: ComposeReader = { readFile: (path) => Promise.resolve(files.get(path)) };
    const parsed = new ParsedFiles();
    const first = await readComposeProject(request, reader, parsed);
    assert.equal(first.problems.length, 1);
    const before = parsed.parses;
    assert.deepEqual(await readComposeProject(request, reader, parsed), first);
    assert.equal(parsed.parses, before);
    files.set('/p/a.yml', 'services:\n  cache: {image: x}\n');
    const changed = await readComposeProject(request, reader, parsed);
    assert.equal(parsed.parses, before + 1);
    assert.deepEqual(
      changed.project?.services.map(({ name }) => name),
      ['cache', 'web'],
    );
  });
});
