import type { CaseExtract } from '../../../contracts/canonical/convocation-message.ts';
import type { DeepPartial } from '../../../contracts/canonical/message.ts';
import { cleanLine, cleanProse } from '../clean.ts';
import { fullName } from '../content/meeting.ts';
import type { Texts } from '../texts/index.ts';
import { dateInWords } from '../texts/when.ts';
import type { PageBlock } from './flow.ts';
import { bullet, regular, semibold } from './page-blocks.ts';

/** What was decided on a case, for who attended it: the decisions, who answers for each and until when, and the text. */
export function minutesBlocks({ minutes, members = [] }: DeepPartial<CaseExtract>, texts: Texts): PageBlock[] {
  if (minutes === undefined) return [];
  const { labels, words, colon } = texts;
  const nameOf = (ref: string) => {
    const member = members.find(({ member_id }) => member_id === ref);
    return member === undefined ? cleanLine(ref) : fullName(member);
  };
  const lines = (minutes.decisions ?? []).map(({ code, text, responsible, due_on }) => {
    const said = [code && words.decisions[code], text && cleanProse(text)].filter(Boolean).join(`${colon} `);
    const more = [
      responsible && `${labels.responsible}${colon} ${nameOf(responsible)}`,
      due_on && `${labels.due_on} ${dateInWords(texts, due_on)}`,
    ].filter(Boolean);
    return more.length > 0 ? `${said} (${more.join('; ')})` : said;
  });
  return [
    semibold('H3', labels.minutes),
    ...lines.map(bullet),
    ...(minutes.text === undefined ? [] : [regular('P', cleanProse(minutes.text))]),
  ];
}
