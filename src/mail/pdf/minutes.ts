import type { CaseExtract } from '../../../contracts/canonical/convocation-message.ts';
import type { DeepPartial } from '../../../contracts/canonical/message.ts';
import { cleanLine, cleanProse } from '../clean.ts';
import { memberLine } from '../content/cases.ts';
import { fullName } from '../content/meeting.ts';
import type { Texts } from '../texts/index.ts';
import { dateInWords } from '../texts/when.ts';
import type { PageBlock } from './flow.ts';
import { bullet, regular, semibold } from './page-blocks.ts';

type Extract = DeepPartial<CaseExtract>;

/** One case in the minutes, for who attended it: who was there, the decisions, who answers for each and until when, and the text. */
export function minutesBlocks({ minutes, members = [], present = [] }: Extract, texts: Texts): PageBlock[] {
  if (minutes === undefined) return [];
  const { labels } = texts;
  const there = members.filter(({ member_id }) => member_id !== undefined && present.includes(member_id));
  const decisions = decisionLines(minutes, members, texts);
  const text = minutes.text === undefined ? [] : [regular('P', cleanProse(minutes.text))];
  return [
    ...(there.length === 0
      ? []
      : [semibold('H3', labels.present), ...there.map((member) => bullet(memberLine(member, texts)))]),
    ...(decisions.length === 0
      ? [regular('P', texts.minutes.noDecisions)]
      : [semibold('H3', labels.decisions), ...decisions.map(bullet)]),
    ...(text.length === 0 ? [] : [semibold('H3', labels.notes), ...text]),
  ];
}

function decisionLines(
  minutes: NonNullable<Extract['minutes']>,
  members: NonNullable<Extract['members']>,
  texts: Texts,
): string[] {
  const { labels, words, colon } = texts;
  const nameOf = (ref: string) => {
    const member = members.find(({ member_id }) => member_id === ref);
    return member === undefined ? cleanLine(ref) : fullName(member);
  };
  return (minutes.decisions ?? []).flatMap(({ code, text, responsible, due_on }) => {
    const said = [code && words.decisions[code], text && cleanProse(text)].filter(Boolean).join(`${colon} `);
    const more = [
      responsible && `${labels.responsible}${colon} ${nameOf(responsible)}`,
      due_on && `${labels.due_on} ${dateInWords(texts, due_on)}`,
    ].filter(Boolean);
    if (said === '') return [];
    return [more.length > 0 ? `${said} (${more.join('; ')})` : said];
  });
}
