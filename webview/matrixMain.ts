import './styles/panel.css';
import './styles/matrix.css';
import {
  cellChosen,
  familyChosen,
  matrixActionChosen,
  matrixChanged,
  matrixReady,
} from '../src/protocol/matrixMessages';
import { MatrixPage } from './matrixPage';
import { readMatrixState, storedMatrixState } from './matrixState';
import { connectHost } from './vscodeApi';

const host = connectHost(readMatrixState, storedMatrixState);
const { rpc, state, keep } = host;

/** What arrives before the strings are there waits for the page. */
const page = rpc
  .request(matrixReady, { family: state().family })
  .then(({ strings, restoreKey }) => {
    keep({ restoreKey });
    return new MatrixPage(appRoot(), {
      strings,
      state,
      keep,
      chooseFamily: (family) => rpc.notify(familyChosen, { family }),
      chooseCell: (version, source, target) => rpc.notify(cellChosen, { version, source, target }),
      act: (action) => rpc.notify(matrixActionChosen, { action }),
    });
  });

page.catch((error: unknown) => (appRoot().textContent = String(error)));

rpc.on(matrixChanged, (update) => void page.then((shown) => shown.update(update)));

function appRoot(): HTMLElement {
  const root = document.getElementById('app');
  if (root === null) throw new Error('the page has no element with the id "app"');
  return root;
}
