import type { ConvocationMail } from '../../ports.ts';
import { cleanLine, cleanProse } from '../clean.ts';
import { type Texts, textsIn } from '../texts/index.ts';
import { longDay } from '../texts/when.ts';
import { action } from './action.ts';
import { type Block, heading, list, type MailContent, paragraph } from './blocks.ts';
import { casesBlocks } from './cases.ts';
import { changesBlocks } from './changes.ts';
import { calendarMethod, letterheadOf, makes } from './kinds.ts';
import { letterBlocks } from './letter.ts';
import { fullName, meetingFacts } from './meeting.ts';
import { subjectOf } from './subject.ts';

/** `documents`: how many go with the message. */
export function contentOf(mail: ConvocationMail, documents: number): MailContent {
  const texts = textsIn(mail.language);
  const letterhead = letterheadOf(mail);
  const organizer = cleanLine(mail.organizer.name);
  const name = fullName(mail.to);
  const toBeneficiary = makes[mail.kind].to === 'beneficiary';
  return {
    language: mail.language,
    colon: texts.colon,
    subject: subjectOf(mail, texts),
    title: texts.subjects[letterhead],
    blocks: [
      paragraph(texts.greeting(name)),
      ...texts.openings[letterhead]({ organizer, day: longDay(texts, mail.meeting.starts_at) }).map(paragraph),
      ...(mail.channel === 'pec' && makes[mail.kind].calendar !== undefined ? [paragraph(texts.formalNotice)] : []),
      ...(toBeneficiary ? letterBlocks(mail, texts) : bodyBlocks(mail, texts, documents)),
    ],
    footer: toBeneficiary ? [texts.letterFooter(organizer)] : [texts.confidential(name), texts.automatic(organizer)],
  };
}

function bodyBlocks(mail: ConvocationMail, texts: Texts, documents: number): readonly Block[] {
  const off = mail.kind === 'cancellation';
  const toOrganizer = makes[mail.kind].to === 'organizer';
  return [
    ...changesBlocks(mail, texts),
    ...meetingFacts(mail, texts),
    ...answerBlocks(mail, texts),
    ...meetingMinutes(mail, texts),
    ...linesBlocks(mail, texts),
    ...(off || toOrganizer ? [] : casesBlocks(mail, texts)),
    ...(off ? [] : documentsBlocks(mail, texts, documents)),
    ...(off ? [] : withheldBlocks(mail, texts)),
  ];
}

function answerBlocks(mail: ConvocationMail, texts: Texts): readonly Block[] {
  if (!makes[mail.kind].asks) return [];
  return [
    ...action(texts.answerButton, mail.links.answer, texts.answerHint, texts),
    ...(calendarMethod(mail) === 'REQUEST' ? [paragraph(texts.calendarHint)] : []),
  ];
}

function documentsBlocks({ links }: ConvocationMail, texts: Texts, documents: number): readonly Block[] {
  return [
    ...(documents > 0 ? [paragraph(texts.attached)] : []),
    ...action(texts.documentsButton, links.documents, texts.documentsHint, texts),
  ];
}

function meetingMinutes({ minutes_text }: ConvocationMail, { labels }: Texts): readonly Block[] {
  return minutes_text === undefined ? [] : [heading(labels.minutes), paragraph(cleanProse(minutes_text))];
}

/** The state of each line of the meeting, and beneficiaries whom nothing reached: the organizer's own mails only. */
function linesBlocks(mail: ConvocationMail, texts: Texts): readonly Block[] {
  const { answers = [], unreached_beneficiaries = [] } = mail;
  const { labels, words, colon } = texts;
  if (makes[mail.kind].to !== 'organizer') return [];
  const failed = mail.kind === 'mail_failed';
  const lines = answers.map((line) => {
    const required = line.required ? ` (${labels.required})` : '';
    const said = failed ? unreachedWords(line, texts) : `${colon} ${words.answers[line.answer]}`;
    return `${fullName(line)}, ${cleanLine(line.organization_name)}${required}${said}`;
  });
  const invited = unreached_beneficiaries.map((line) => `${fullName(line)}${unreachedWords(line, texts)}`);
  return [
    ...(lines.length > 0 ? [heading(failed ? labels.unreached : labels.answers), ...list(lines)] : []),
    ...(invited.length > 0 ? [heading(labels.invited), ...list(invited)] : []),
  ];
}

type Line = Pick<NonNullable<ConvocationMail['answers']>[number], 'channel' | 'unreached'>;

/** Why, as far as it is known: what somebody answered is beside the point. */
const unreachedWords = ({ channel, unreached }: Line, { words, colon }: Texts): string =>
  unreached === undefined ? '' : `${colon} ${words.unreached[unreached]}${channel === 'pec' ? ' (PEC)' : ''}`;

function withheldBlocks({ withheld }: ConvocationMail, texts: Texts): readonly Block[] {
  const names = withheldNames(withheld, texts);
  return names.length === 0 ? [] : [heading(texts.labels.withheld), paragraph(texts.withheldWhy), ...list(names)];
}

/** The classes that were not disclosed, in words. */
export const withheldNames = (withheld: ConvocationMail['withheld'], { words }: Texts): string[] =>
  withheld.flatMap((dataClass) => (dataClass === 'public' ? [] : [words.classes[dataClass]]));
