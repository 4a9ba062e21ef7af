import assert from 'node:assert/strict';
import { ConnectivityMatrix } from '../../../../src/analysis/matrix/connectivityMatrix';
import { exportMatrix } from '../../../../src/analysis/matrix/exportMatrix';
import { smallTopology } from '../smallTopology';

const subnets = { front: '172.20.0.0/16', back: '172.21.0.0/16' };

function matrixOf(webName: string, network = 'front') {
  return new ConnectivityMatrix(
    smallTopology({
      networks: [
        { name: network, subnet: subnets.front },
        { name: 'back', subnet: subnets.back },
      ],
      containers: [
        { name: webName, on: { [network]: '172.20.0.2' } },
        { name: 'db', on: { back: '172.21.0.2' } },
      ],
    }),
    4,
  );
}

describe('export of the matrix', () => {
  it('is a table of who reaches whom, and by which network', () => {
    const lines = exportMatrix(matrixOf('web'), 'csv').split('\r\n');
    assert.equal(lines[0], 'IPv4,db (ping),web (ping),host (ping),outside');
    const web = lines.find((line) => line.startsWith('web,'))?.split(',') ?? [];
    assert.equal(web[1], 'dropped by back');
    assert.equal(web[2], 'delivered by front');
  });

  it('gives a spreadsheet no formula, in names of rows, columns and networks', () => {
    const text = exportMatrix(matrixOf('=cmd|calc', '@SUM(A1)'), 'csv');
    for (const field of text.split(/[,\r\n]+/)) assert.doesNotMatch(field, /^"?[=+@-]/);
    assert.match(text, /^'=cmd\|calc/m);
  });

  it('gives Markdown no markup and no further cell', () => {
    const text = exportMatrix(matrixOf('a|b<img src=x>[c](http://d)`'), 'markdown');
    const cells = text
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.replace(/\\./g, '').split('|').length);
    assert.equal(new Set(cells).size, 1, text);
    assert.doesNotMatch(text.replace(/\\./g, ''), /[<>[\]`]/);
  });

  it('keeps control and bidirectional characters out', () => {
    const text = exportMatrix(matrixOf('a\u202eb\nc'), 'csv');
    assert.doesNotMatch(text, /\u202e/);
    assert.match(text, /a b c/);
  });
});
