import type { MailLanguage } from '../../../contracts/canonical/convocation-codes.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import type { Texts } from './shape.ts';
import { sl } from './sl.ts';

export type { About, Contact, Labels, Letterhead, Texts, Words } from './shape.ts';

const languages: Readonly<Record<MailLanguage, Texts>> = { it, de, fr, sl, en };

/** All that a message, a calendar entry or a document says, in one language. */
export const textsIn = (language: MailLanguage): Texts => languages[language];
