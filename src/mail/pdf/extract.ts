import type { ComposeExtract } from '../../ports.ts';
import { cleanLine, cleanProse } from '../clean.ts';
import { withheldNames } from '../content/content.ts';
import { fullName, placeOf } from '../content/meeting.ts';
import { type Texts, textsIn } from '../texts/index.ts';
import { meetingTime, shortDay } from '../texts/when.ts';
import { analysisBlocks } from './analysis.ts';
import type { PageBlock } from './flow.ts';
import { minutesBlocks } from './minutes.ts';
import { bullet, fact, regular, semibold } from './page-blocks.ts';
import { writePdf } from './write.ts';

type Extracts = Parameters<ComposeExtract>[0];
type About = Parameters<ComposeExtract>[1];

/**
 * What one recipient may read: what of each analysis was disclosed to them, and what was not, in words. Where there are minutes of a case that
 * they attended, the document is these minutes, and the extracts follow.
 */
export const composeExtract: ComposeExtract = async (extracts, about) => {
  const texts = textsIn(about.language);
  const { extract, labels, minutes, subjects } = texts;
  const organizer = cleanLine(about.organizer.name);
  const name = fullName(about.to);
  const made = shortDay(texts, about.at);
  const withheld = withheldNames(about.withheld, texts);
  const isMinutes = extracts.some((one) => one.minutes !== undefined);
  const title = isMinutes ? subjects.minutes : extract.title;
  const content = await writePdf({
    language: about.language,
    title,
    author: organizer,
    at: about.at,
    notice: semibold('P', extract.tooLong),
    blocks: [
      semibold('H1', title),
      regular('P', (isMinutes ? minutes : extract).intro(organizer)),
      fact(texts, labels.recipient, name),
      fact(texts, labels.when, meetingTime(texts, about.meeting)),
      ...(isMinutes ? minutesPart(extracts, about, texts) : []),
      ...extractPart(extracts, isMinutes, texts),
      ...(withheld.length === 0
        ? []
        : [semibold('H2', labels.withheld), regular('P', texts.withheldWhy), ...withheld.map(bullet)]),
    ],
    footer: (page, of) => [`${extract.confidential}. ${labels.recipient} ${name}, ${made}`, texts.page(page, of)],
  });
  return { filename: (isMinutes ? minutes : extract).filename, type: 'application/pdf', content };
};

/** The meeting and what was said of it as a whole, then each case that the recipient attended. */
function minutesPart(extracts: Extracts, { meeting, organizer, minutes_text }: About, texts: Texts): PageBlock[] {
  const { labels, words } = texts;
  const place = placeOf(meeting);
  return [
    fact(texts, labels.mode, words.modes[meeting.mode]),
    ...(place === undefined ? [] : [fact(texts, labels.where, place)]),
    fact(texts, labels.organizer, cleanLine(organizer.name)),
    ...(minutes_text === undefined ? [] : [semibold('H2', labels.minutes), regular('P', cleanProse(minutes_text))]),
    ...extracts
      .filter((one) => one.minutes !== undefined)
      .flatMap((one) => [semibold('H2', caseTitle(one, texts)), ...minutesBlocks(one, texts)]),
  ];
}

/** Behind minutes each extract says that it is one. */
const extractPart = (extracts: Extracts, isSecond: boolean, texts: Texts): PageBlock[] =>
  extracts.flatMap((one) => {
    if (isSecond && one.analysis === undefined) return [];
    const title = caseTitle(one, texts);
    return [
      semibold('H2', isSecond ? `${texts.extract.title}${texts.colon} ${title}` : title),
      ...analysisBlocks(one.analysis ?? {}, texts),
    ];
  });

const caseTitle = ({ case_id }: Extracts[number], { labels }: Texts): string =>
  `${labels.case} ${cleanLine(case_id ?? '')}`.trim();
