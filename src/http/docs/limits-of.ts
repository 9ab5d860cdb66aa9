import { type Html, html } from '../html.ts';
import type { Schema } from './openapi.ts';

/** What a value must keep to, in words; of a list also what its items must. */
export function limitsOf(schema: Schema): readonly Html[] {
  const { enum: values, minLength, maxLength, minimum, maximum, minItems, maxItems, pattern, items } = schema;
  return [
    ...(values === undefined
      ? range(minLength, maxLength, 'characters')
      : [html`${values.length === 1 ? 'Always' : 'One of'} ${values.join(', ')}`]),
    ...range(minimum, maximum, ''),
    ...range(minItems, maxItems, 'items'),
    ...patternIn(pattern),
    ...(items === undefined ? [] : limitsOf(items).map((limit) => html`Each: ${limit}`)),
  ];
}

function range(min: number | undefined, max: number | undefined, unit: string): readonly Html[] {
  if (min === undefined && max === undefined) return [];
  const numbers = min === undefined ? `Up to ${max}` : max === undefined ? `From ${min}` : `From ${min} to ${max}`;
  return [html`${`${min === max ? `Exactly ${max}` : numbers} ${unit}`.trim()}`];
}

/** The patterns of plain text forbid control characters, which few want to read: they are told in words. */
function patternIn(pattern: string | undefined): readonly Html[] {
  if (pattern === undefined) return [];
  if (!pattern.startsWith('^[^\\u0000-')) return [html`Pattern <code>${pattern}</code>`];
  return [pattern.startsWith('^[^\\u0000-\\u001f') ? html`One line` : html`Lines of text`];
}
