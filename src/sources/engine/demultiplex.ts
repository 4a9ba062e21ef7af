/** Bytes of a frame's header: the stream's number, three zeros, the length. */
const headerLength = 8;
const standardError = 2;

/**
 * Splits what a container without a terminal prints (Docker API: "Stream format" of ContainerAttach). A
 * last frame that is cut short counts as far as it came.
 */
export function demultiplex(data: Buffer): { readonly stdout: string; readonly stderr: string } {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  for (let at = 0; at + headerLength <= data.length;) {
    const length = data.readUInt32BE(at + 4);
    const start = at + headerLength;
    (data[at] === standardError ? stderr : stdout).push(data.subarray(start, start + length));
    at = start + length;
  }
  return {
    stdout: Buffer.concat(stdout).toString('utf8'),
    stderr: Buffer.concat(stderr).toString('utf8'),
  };
}
