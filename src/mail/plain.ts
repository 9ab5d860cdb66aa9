import type { Block, MailContent } from './content/blocks.ts';

const columnsMax = 76;

/** The message as plain text. An address stands on a line of its own, whole, so that mail programs make a link of it. */
export function plainText({ title, blocks, footer, colon }: MailContent): string {
  const parts = [
    title.toUpperCase(),
    ...blocks.map((block) => blockText(block, colon)),
    '-- ',
    ...footer.map((text) => wrap(text)),
  ];
  return `${parts.join('\n\n').replace('-- \n\n', '-- \n')}\n`;
}

function blockText(block: Block, colon: string): string {
  switch (block.block) {
    case 'paragraph':
      return wrap(block.text);
    case 'heading':
      return `${wrap(block.text)}\n${'-'.repeat(Math.min(block.text.length, columnsMax))}`;
    case 'facts':
      return block.rows.map(({ label, value }) => wrap(`${label}${colon} ${value}`, '  ')).join('\n');
    case 'list':
      return block.items.map((item) => wrap(`- ${item}`, '  ')).join('\n');
    case 'action':
      return [`${block.label}${colon}`, block.url, ...(block.hint === '' ? [] : [wrap(block.hint)])].join('\n');
  }
}

/** Breaks at blanks only: a word longer than a line stays whole. */
function wrap(text: string, indent = ''): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const lines: string[] = [];
      let current = '';
      for (const word of line.split(' ')) {
        if (current !== '' && current.length + 1 + word.length > columnsMax) {
          lines.push(current);
          current = indent + word;
        } else {
          current = current === '' ? word : `${current} ${word}`;
        }
      }
      return [...lines, current];
    })
    .join('\n');
}
