/** Whether Linux takes a text as the name of a network device (net/core/dev.c: dev_valid_name). */
export function isDeviceName(text: string): boolean {
  return /^[!-.0-9;-~]{1,15}$/.test(text) && text !== '.' && text !== '..';
}
