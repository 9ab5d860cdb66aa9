import type { ConvocationMail } from '../../ports.ts';
import { cleanLine } from '../clean.ts';
import type { Texts } from '../texts/index.ts';
import { dateInWords, meetingTime } from '../texts/when.ts';
import { action } from './action.ts';
import { type Block, facts, heading, list, paragraph } from './blocks.ts';
import { changesBlocks } from './changes.ts';
import { makes } from './kinds.ts';
import { contactOf, fullName, linkOf, placeOf } from './meeting.ts';

/**
 * A letter to a beneficiary: when and where, what to bring, how to ask for another day. No bodies and functions of who comes: a letter lies about
 * at home, and the name of a service can tell more than its reader may want others to know.
 */
export function letterBlocks(mail: ConvocationMail, texts: Texts): readonly Block[] {
  const { letter, labels, words } = texts;
  const { asks } = makes[mail.kind];
  const { meeting } = mail;
  const contact = contactOf(mail);
  const manager = mail.cases.find((one) => one.case_manager !== undefined)?.case_manager;
  if (!asks) return closing(mail, texts);
  return [
    ...changesBlocks(mail, texts),
    ...facts([
      [labels.when, meetingTime(texts, meeting)],
      [labels.where, placeOf(meeting)],
      [labels.mode, meeting.mode === 'in_person' ? undefined : words.modes[meeting.mode]],
      [labels.link, linkOf(meeting), 'opens'],
      [letter.whoFollows, manager && fullName(manager)],
      [labels.answer_by, mail.answer_by && dateInWords(texts, mail.answer_by)],
    ]),
    ...action(letter.answerButton, mail.links.answer, '', texts),
    ...(meeting.mode === 'online' ? [] : [heading(letter.bringTitle), ...list(letter.bring)]),
    heading(letter.otherDayTitle),
    ...letter.otherDay(contact).map(paragraph),
    ...closing(mail, texts),
  ];
}

const closing = ({ organizer }: ConvocationMail, { letter }: Texts): readonly Block[] => [
  paragraph(letter.closing),
  paragraph(`${fullName(organizer)}\n${cleanLine(organizer.name)}`),
];
