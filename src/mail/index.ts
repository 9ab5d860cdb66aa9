export { composeMail } from './compose.ts';
export { composeCalendar } from './compose-calendar.ts';
export { createReadMail, matchMail, rawOfForwarded } from './intake/index.ts';
export { composeExtract } from './pdf/extract.ts';
export { composeLetter } from './pdf/letter.ts';
export { type Texts, textsIn, type Words } from './texts/index.ts';
export { dateInWords, longDay, meetingTime, shortDay } from './texts/when.ts';
