import type { ConvocationMail } from '../../ports.ts';
import { cleanLine } from '../clean.ts';
import type { Texts } from '../texts/index.ts';
import { meetingTime } from '../texts/when.ts';
import { type Block, heading, list } from './blocks.ts';
import { caseName } from './case-names.ts';
import { linkOf, placeOf } from './meeting.ts';

type Change = ConvocationMail['changes'][number];

/** What changed for this recipient, with what held before. */
export function changesBlocks({ changes, cases }: ConvocationMail, texts: Texts): readonly Block[] {
  if (changes.length === 0) return [];
  // A case that is not among the recipient's any more is named by the change, or has only its label, which tells nothing about anybody.
  const nameOf = ({ what, name, case_ref: ref = '' }: Change) => {
    const known = cases.find(({ case_ref }) => case_ref === ref);
    return (known && caseName(known)) || cleanLine(what === 'case_withdrawn' ? (name ?? ref) : ref);
  };
  const lines = changes.map((change) => {
    const said = texts.changes[change.what](cleanLine(change.name ?? ''), nameOf(change));
    const before = beforeOf(change, texts);
    return before === undefined ? said : `${said} ${texts.labels.before}${texts.colon} ${before}.`;
  });
  return [heading(texts.labels.changes), ...list(lines)];
}

function beforeOf({ what, before }: Change, texts: Texts): string | undefined {
  if (before === undefined) return undefined;
  if (what === 'time') return meetingTime(texts, before);
  if (what === 'mode') return texts.words.modes[before.mode];
  if (what === 'place') return placeOf(before) ?? linkOf(before);
  return undefined;
}
