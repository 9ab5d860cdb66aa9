import type { ComposeExtract } from '../../ports.ts';
import { cleanLine } from '../clean.ts';
import { withheldNames } from '../content/content.ts';
import { fullName } from '../content/meeting.ts';
import { textsIn } from '../texts/index.ts';
import { meetingTime, shortDay } from '../texts/when.ts';
import { analysisBlocks } from './analysis.ts';
import { minutesBlocks } from './minutes.ts';
import { bullet, fact, regular, semibold } from './page-blocks.ts';
import { writePdf } from './write.ts';

/** The extracts of one recipient: what of each analysis was disclosed to them, and what was not, in words. */
export const composeExtract: ComposeExtract = async (extracts, about) => {
  const texts = textsIn(about.language);
  const { extract, labels } = texts;
  const organizer = cleanLine(about.organizer.name);
  const name = fullName(about.to);
  const made = shortDay(texts, about.at);
  const withheld = withheldNames(about.withheld, texts);
  const content = await writePdf({
    language: about.language,
    title: extract.title,
    author: organizer,
    at: about.at,
    notice: semibold('P', extract.tooLong),
    blocks: [
      semibold('H1', extract.title),
      regular('P', extract.intro(organizer)),
      fact(texts, labels.recipient, name),
      fact(texts, labels.when, meetingTime(texts, about.meeting)),
      ...extracts.flatMap((one) => [
        semibold('H2', `${labels.case} ${cleanLine(one.case_id ?? '')}`.trim()),
        ...minutesBlocks(one, texts),
        ...(one.analysis === undefined && one.minutes !== undefined ? [] : analysisBlocks(one.analysis ?? {}, texts)),
      ]),
      ...(withheld.length === 0
        ? []
        : [semibold('H2', labels.withheld), regular('P', texts.withheldWhy), ...withheld.map(bullet)]),
    ],
    footer: (page, of) => [`${extract.confidential}. ${labels.recipient} ${name}, ${made}`, texts.page(page, of)],
  });
  return { filename: extract.filename, type: 'application/pdf', content };
};
