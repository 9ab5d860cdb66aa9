/** Short marks are looked for as whole words: digests and identifiers hold everything of that length. */
export function holds(text: string, mark: string): boolean {
  if (mark.length >= wordLengthMin) return text.includes(mark);
  return new RegExp(`(?<![A-Za-z0-9_+/-])${mark}(?![A-Za-z0-9_+/-])`).test(text);
}
export const wordLengthMin = 8;
