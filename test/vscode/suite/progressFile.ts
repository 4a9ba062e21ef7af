/** Beside the report, which is written at the end only: a line as each test begins and ends. */
export function progressFile(report: string): string {
  return `${report}.progress`;
}
