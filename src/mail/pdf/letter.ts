import type { ComposeLetter } from '../../ports.ts';
import { cleanLine } from '../clean.ts';
import type { Block } from '../content/blocks.ts';
import { contentOf } from '../content/content.ts';
import { fullName } from '../content/meeting.ts';
import { type Texts, textsIn } from '../texts/index.ts';
import { shortDay } from '../texts/when.ts';
import type { PageBlock } from './flow.ts';
import { bullet, fact, regular, semibold } from './page-blocks.ts';
import { writePdf } from './write.ts';

/** A letter as a page to print and to send by post: what the mail says, without what only a screen can open. */
export const composeLetter: ComposeLetter = async (mail) => {
  const texts = textsIn(mail.language);
  const { title, blocks, footer } = contentOf(mail, 0);
  const organizer = cleanLine(mail.organizer.name);
  const content = await writePdf({
    language: mail.language,
    title,
    author: organizer,
    at: mail.at,
    notice: regular('P', texts.extract.tooLong),
    blocks: [
      semibold('P', organizer),
      regular('P', `${texts.labels.recipient}${texts.colon} ${fullName(mail.to)}\n${shortDay(texts, mail.at)}`),
      semibold('H1', title),
      ...blocks.flatMap((block) => onPaper(block, texts)),
      ...footer.map((line) => regular('P', line)),
    ],
    footer: (page, of) => [`${organizer}, ${shortDay(texts, mail.at)}`, texts.page(page, of)],
  });
  return { filename: texts.letterFilename, type: 'application/pdf', content };
};

function onPaper(block: Block, texts: Texts): PageBlock[] {
  switch (block.block) {
    case 'paragraph':
      return [regular('P', block.text)];
    case 'heading':
      return [semibold('H2', block.text)];
    case 'facts':
      return block.rows.map(({ label, value }) => fact(texts, label, value));
    case 'list':
      return block.items.map(bullet);
    case 'action':
      return [];
  }
}
