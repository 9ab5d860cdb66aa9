/** Text that is safe as HTML. Only `html` makes it from parts. */
export type Html = { readonly html: string };

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? character);

/** A template whose parts are escaped unless they are HTML already. */
export const html = (texts: TemplateStringsArray, ...parts: readonly (string | number | Html)[]): Html => ({
  html: texts.map((text, index) => text + partOf(parts[index])).join(''),
});

export const join = (parts: readonly Html[], between = '\n'): Html => ({
  html: parts.map((part) => part.html).join(between),
});

function partOf(part: string | number | Html | undefined): string {
  if (part === undefined) return '';
  return typeof part === 'object' ? part.html : escaped(String(part));
}
