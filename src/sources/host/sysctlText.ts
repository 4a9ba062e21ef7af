/** `name = value` lines, as the snapshot keeps them, from the `path:value` lines of grep(1). */
export function sysctlText(printed: string): string {
  return printed
    .split('\n')
    .flatMap((line) => {
      // The value is a number: what stands before the last colon is the path.
      const [, path, value] = /^(\/proc\/sys\/\S+):(-?\d+)$/.exec(line) ?? [];
      return path === undefined
        ? []
        : [`${path.slice('/proc/sys/'.length).replaceAll('/', '.')} = ${value}\n`];
    })
    .join('');
}
