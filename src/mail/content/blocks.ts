import type { MailLanguage } from '../../../contracts/canonical/convocation-codes.ts';

/** What a message says, before it is plain text, HTML or a page. Every text in it is clean; nothing in it is markup. */
export type Block =
  | { readonly block: 'paragraph'; readonly text: string }
  | { readonly block: 'heading'; readonly text: string }
  | { readonly block: 'facts'; readonly rows: readonly Row[] }
  | { readonly block: 'list'; readonly items: readonly string[] }
  | {
      readonly block: 'action';
      readonly label: string;
      readonly url: string;
      readonly hint: string;
      readonly copy: string;
    };
/** An address that was checked may be opened; a value that only looks like one stays text. */
export type Row = { readonly label: string; readonly value: string; readonly opens: boolean };

export type MailContent = {
  readonly language: MailLanguage;
  /** What stands between a label and its value. */
  readonly colon: string;
  readonly subject: string;
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly footer: readonly string[];
};

export const paragraph = (text: string): Block => ({ block: 'paragraph', text });
export const heading = (text: string): Block => ({ block: 'heading', text });
export const list = (items: readonly string[]): readonly Block[] =>
  items.length > 0 ? [{ block: 'list', items }] : [];

/** Rows without a value are left out. */
export function facts(rows: readonly (readonly [string, string | undefined, 'opens'?])[]): readonly Block[] {
  const filled = rows.flatMap(([label, value, opens]): Row[] =>
    value ? [{ label, value, opens: opens !== undefined }] : [],
  );
  return filled.length > 0 ? [{ block: 'facts', rows: filled }] : [];
}
