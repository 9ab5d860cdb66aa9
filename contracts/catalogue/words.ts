import type { MailLanguage } from '../canonical/convocation-codes.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';
import { fr } from './words/fr.ts';
import { it } from './words/it.ts';
import type { SharedWords } from './words/shape.ts';
import { sl } from './words/sl.ts';

const languages: Readonly<Record<MailLanguage, SharedWords>> = { it, de, fr, sl, en };

/** Functions in a team, data classes and first days, as mails, documents and pages say them. */
export const wordsIn = (language: MailLanguage): SharedWords => languages[language];
