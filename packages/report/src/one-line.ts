/** Text that may quote C written over several lines, on one. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
