/** A text as a sentence. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  // A sentence that starts with code keeps its case.
  const isCode = /^\S*[(_>.*\d]/.test(trimmed);
  return (isCode ? trimmed : trimmed.charAt(0).toUpperCase() + trimmed.slice(1)) + (trimmed.endsWith('.') ? '' : '.');
}
