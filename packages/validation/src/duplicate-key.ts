/** Finds a key that an object of a JSON text has twice: parsers disagree which value counts, so such a text is refused. */

/** The first such key. The text must be valid JSON: then a string before a colon is a key, and braces outside strings are objects. */
export function duplicateKeyIn(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [token, quoted, colon] of text.matchAll(tokens)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (colon !== undefined) {
      const key = JSON.parse(quoted!) as string;
      if (open.at(-1)!.has(key)) return key;
      open.at(-1)!.add(key);
    }
  }
  return undefined;
}

const tokens = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}]/g;
