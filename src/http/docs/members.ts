import { type Html, html, join } from '../html.ts';
import { limitsOf } from './limits-of.ts';
import { resolved, type Schema, shapeName } from './openapi.ts';

type Member = { readonly path: string; readonly schema: Schema; readonly required: boolean; readonly place?: string };

/** Every member of a schema, those of members without a name of their own included; variants one after the other. */
export function membersPart(schema: Schema): Html {
  const { oneOf, properties, description } = resolved(schema);
  if (oneOf !== undefined) return join([html`<p>One of these:</p>`, ...oneOf.map(variantPart)]);
  if (properties === undefined) return html`<p>${description ?? 'Anything.'} ${typeOf(resolved(schema))}</p>`;
  return list(membersOf(resolved(schema)));
}

/** Members as a list that a narrow screen can show: a name with what it is, and below it what it means. */
export const list = (members: readonly Member[]): Html => html`<dl>${join(members.map(memberPart))}</dl>`;

function variantPart(variant: Schema): Html {
  const told = Object.entries(variant.properties ?? {}).find(([, { enum: values }]) => values?.length === 1);
  const title = told === undefined ? html`` : html`<h5><code>${told[0]}: ${String(told[1].enum?.[0])}</code></h5>`;
  return join([title, list(membersOf(variant).filter(({ path }) => path !== told?.[0]))]);
}

function membersOf({ properties = {}, required = [] }: Schema, before = ''): readonly Member[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const path = `${before}${name}`;
    return [{ path, schema, required: required.includes(name) }, ...inside(schema, path)];
  });
}

function inside(schema: Schema, path: string): readonly Member[] {
  if (schema.items !== undefined) return inside(schema.items, `${path}[]`);
  return schema.properties === undefined ? [] : membersOf(schema, `${path}.`);
}

const memberPart = ({ path, schema, required, place }: Member): Html => html`<dt><code>${path}</code> ${
  place === undefined ? '' : `${place}, `
}${typeOf(schema)}${required ? html`, <strong>required</strong>` : ', optional'}${classPart(schema)}</dt>
<dd>${join(meaningOf(schema), ' ')}</dd>`;

function meaningOf(schema: Schema): readonly Html[] {
  const { description = '' } = schema;
  const limits = limitsOf(schema).map((limit) => html`${limit}.`);
  return description === '' ? limits : [html`${description.replace(/\.$/, '')}.`, ...limits];
}

function classPart(schema: Schema): Html {
  const dataClass = schema['x-data-class'] ?? schema.items?.['x-data-class'];
  return dataClass === undefined ? html`` : html`, class <code>${dataClass}</code>`;
}

function typeOf(schema: Schema): Html {
  const name = shapeName(schema);
  if (name !== undefined) return html`<a href="#shape-${name}">${name}</a>`;
  const orNull = schema.nullable === true ? ' or null' : '';
  if (schema.items !== undefined) return html`list of ${typeOf(schema.items)}${orNull}`;
  return html`${schema.format ?? words[schema.type ?? ''] ?? 'any'}${orNull}`;
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
};
