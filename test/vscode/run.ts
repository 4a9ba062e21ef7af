import { provisionServer } from '../../scripts/vscodeServer/provisionServer';
import { bundleSuite } from './bundleSuite';
import { runInServer } from './runInServer';

async function main(): Promise<number> {
  const vscode = await provisionServer((line) => {
    console.log(line);
  });
  return runInServer(await bundleSuite(), vscode);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
