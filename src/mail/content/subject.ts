import type { ConvocationMail } from '../../ports.ts';
import type { Texts } from '../texts/index.ts';
import { shortDay } from '../texts/when.ts';
import { caseNames } from './case-names.ts';
import { letterheadOf, makes } from './kinds.ts';

/**
 * Initials, case number and day: a subject line stands on locked screens and in notifications. A beneficiary's line names no case, and the record
 * for the head of a body none either.
 */
export function subjectOf(mail: ConvocationMail, texts: Texts): string {
  const { to } = makes[mail.kind];
  const cases = to === 'beneficiary' || to === 'head' ? '' : caseNames(mail.cases, texts);
  const about = [cases, shortDay(texts, mail.meeting.starts_at)].filter((part) => part !== '').join(', ');
  return `${texts.subjects[letterheadOf(mail)]}${texts.colon} ${about}`;
}
