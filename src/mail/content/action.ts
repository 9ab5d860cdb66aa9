import { checkLink } from '../clean.ts';
import type { Texts } from '../texts/index.ts';
import type { Block } from './blocks.ts';

/** A link with a token, as a button and as text; nothing where there is nothing to open. */
export const action = (
  label: string,
  url: string | undefined,
  hint: string,
  { copyAddress }: Texts,
): readonly Block[] =>
  url === undefined ? [] : [{ block: 'action', label, url: checkLink(url), hint, copy: copyAddress }];
