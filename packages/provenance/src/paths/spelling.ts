/** A text without its blanks, which are not a part of what it says. */
export function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, '');
}
