import type { Meeting } from '../../../contracts/canonical/convocation.ts';
import type { ConvocationMail } from '../../ports.ts';
import { checkAddress, checkLink, cleanLine } from '../clean.ts';
import type { Contact, Texts } from '../texts/index.ts';
import { dateInWords, meetingTime } from '../texts/when.ts';
import { type Block, facts } from './blocks.ts';
import { makes } from './kinds.ts';

export const fullName = (person: { given_name?: string | undefined; family_name?: string | undefined }): string =>
  cleanLine(`${person.given_name ?? ''} ${person.family_name ?? ''}`);

/** Where it is, on one line. An online meeting has no place, even if one is left from before. */
export function placeOf({ mode, place }: Meeting): string | undefined {
  if (mode === 'online' || place === undefined) return undefined;
  return [place.name, place.address].flatMap((part) => (part ? [cleanLine(part)] : [])).join(', ');
}

export const linkOf = ({ mode, online_url }: Meeting): string | undefined =>
  mode === 'in_person' || online_url === undefined ? undefined : checkLink(online_url);

export const contactOf = ({ organizer }: Pick<ConvocationMail, 'organizer'>): Contact => ({
  person: fullName(organizer),
  phone: organizer.phone === undefined ? undefined : cleanLine(organizer.phone),
  email: checkAddress(organizer.email),
});

/** When, where and how; who convenes; until when to answer. */
export function meetingFacts(mail: ConvocationMail, texts: Texts): readonly Block[] {
  const { labels, words } = texts;
  const { meeting, organizer } = mail;
  const { to, asks } = makes[mail.kind];
  const { person, phone, email } = contactOf(mail);
  const toProfessional = to === 'professional';
  return facts([
    [labels.when, meetingTime(texts, meeting)],
    [labels.mode, words.modes[meeting.mode]],
    [labels.where, placeOf(meeting)],
    [labels.link, asks ? linkOf(meeting) : undefined, 'opens'],
    [labels.attendance, asks && toProfessional && mail.required ? labels.required : undefined],
    [labels.answer_by, asks && mail.answer_by ? dateInWords(texts, mail.answer_by) : undefined],
    [labels.organizer, cleanLine(organizer.name)],
    [labels.contact, to === 'organizer' ? undefined : [person, phone, email].filter(Boolean).join(', ')],
  ]);
}
