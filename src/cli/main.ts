import { runCommandLine } from './runCommandLine';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());

// A reader that closes early (`| head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

void runCommandLine(process.argv.slice(2), {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  environment: process.env,
  folder: process.cwd(),
  signal: interrupted.signal,
}).then((code) => {
  process.exitCode = code;
});
