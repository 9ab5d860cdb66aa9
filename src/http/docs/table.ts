import { type Html, html, join } from '../html.ts';

type Cell = Html | string | number;
export type Row = { readonly id?: string; readonly cells: readonly Cell[] };

/** A table whose cells carry their headings, too: on a narrow screen they stand one below the other. */
export const table = (headings: readonly string[], rows: readonly Row[]): Html => html`<table>
<thead><tr>${join(headings.map((heading) => html`<th>${heading}</th>`))}</tr></thead>
<tbody>${join(rows.map((row) => rowPart(headings, row)))}</tbody></table>`;

const rowPart = (headings: readonly string[], { id, cells }: Row): Html =>
  html`<tr${id === undefined ? '' : html` id="${id}"`}>${join(
    cells.map((cell, at) => html`<td data-heading="${headings[at] ?? ''}">${cell}</td>`),
    '',
  )}</tr>`;
