import type { ConvocationMail } from '../../ports.ts';
import { cleanLine, cleanProse } from '../clean.ts';
import type { Texts } from '../texts/index.ts';
import { dateInWords } from '../texts/when.ts';
import { type Block, facts, heading, list, paragraph } from './blocks.ts';
import { caseName } from './case-names.ts';
import { fullName } from './meeting.ts';

type Case = ConvocationMail['cases'][number];
type Member = NonNullable<Case['members']>[number];

/** Each of the recipient's own cases: number and initials, case manager, composition, and what was decided where it is told. */
export const casesBlocks = ({ cases }: ConvocationMail, texts: Texts): readonly Block[] =>
  cases.flatMap((one) => [
    heading(`${texts.labels.case} ${caseName(one)}`.trim()),
    ...facts([[texts.labels.case_manager, one.case_manager && fullName(one.case_manager)]]),
    ...composition(one, texts),
    ...minutesBlocks(one, texts),
  ]);

function composition({ members = [] }: Case, texts: Texts): readonly Block[] {
  if (members.length === 0) return [];
  return [paragraph(`${texts.labels.team}${texts.colon}`), ...list(members.map((member) => memberLine(member, texts)))];
}

const memberLine = (member: Member, { words }: Texts): string =>
  [
    fullName(member),
    member.function && words.functions[member.function],
    member.organization_name && cleanLine(member.organization_name),
  ]
    .filter(Boolean)
    .join(', ');

function minutesBlocks({ minutes, members = [] }: Case, texts: Texts): readonly Block[] {
  if (minutes === undefined) return [];
  const decisions = minutes.decisions ?? [];
  const { labels, words, colon } = texts;
  const nameOf = (ref: string) => {
    const member = members.find(({ member_id }) => member_id === ref);
    return member === undefined ? cleanLine(ref) : fullName(member);
  };
  const lines = decisions.map(({ code, text, responsible, due_on }) => {
    const said = [code && words.decisions[code], text && cleanProse(text)].filter(Boolean).join(`${colon} `);
    const more = [
      responsible && `${labels.responsible}${colon} ${nameOf(responsible)}`,
      due_on && `${labels.due_on} ${dateInWords(texts, due_on)}`,
    ].filter(Boolean);
    return more.length > 0 ? `${said} (${more.join('; ')})` : said;
  });
  return [
    ...(lines.length > 0 ? [paragraph(`${labels.decisions}${colon}`), ...list(lines)] : []),
    ...(minutes.text === undefined
      ? []
      : [paragraph(`${labels.minutes}${colon}`), paragraph(cleanProse(minutes.text))]),
  ];
}
