import type { ConvocationMail } from '../../ports.ts';
import { cleanLine } from '../clean.ts';
import type { Texts } from '../texts/index.ts';
import { type Block, facts, heading, list, paragraph } from './blocks.ts';
import { caseName } from './case-names.ts';
import { fullName } from './meeting.ts';

type Case = ConvocationMail['cases'][number];
type Member = NonNullable<Case['members']>[number];

/** Each of the recipient's own cases: number and initials, case manager, composition. What was decided stands in the document, not in the mail. */
export const casesBlocks = ({ kind, cases }: ConvocationMail, texts: Texts): readonly Block[] =>
  cases.flatMap((one) => [
    heading(`${texts.labels.case} ${caseName(one)}`.trim()),
    ...facts([[texts.labels.case_manager, one.case_manager && fullName(one.case_manager)]]),
    ...composition(one, kind === 'minutes' ? texts.labels.present : texts.labels.team, texts),
  ]);

function composition({ members = [] }: Case, label: string, texts: Texts): readonly Block[] {
  if (members.length === 0) return [];
  return [paragraph(`${label}${texts.colon}`), ...list(members.map((member) => memberLine(member, texts)))];
}

/** Name, function and body, as far as they may be told. */
export const memberLine = (member: Member, { words }: Texts): string =>
  [
    fullName(member),
    member.function && words.functions[member.function],
    member.organization_name && cleanLine(member.organization_name),
  ]
    .filter(Boolean)
    .join(', ');
