import type { Block, MailContent, Row } from './content/blocks.ts';

// No image, no script, no remote content: a mail that loads nothing tells nobody that it was read. Colours are given for text and ground together or not
// at all, so that a dark mode can turn both.
const font = "font-family:'Titillium Web',Verdana,Arial,sans-serif";
const plain = `${font};font-size:16px;line-height:1.5`;
const text = `${plain};margin:0 0 16px`;
const button =
  'display:inline-block;background-color:#0059b3;color:#ffffff;border:2px solid #0059b3;border-radius:4px;padding:12px 24px;font-weight:600;text-decoration:none';

const styles = [
  ':root{color-scheme:light dark;supported-color-schemes:light dark}',
  'a{color:#0059b3}',
  '@media (prefers-color-scheme:dark){body{background-color:#121212;color:#ffffff}a.address{color:#9ecbff!important}}',
].join('');

/** The message as one accessible HTML page: headings in order, a table for pairs with row headers, one column, nothing fetched. */
export function htmlText(content: MailContent): string {
  const title = escapeHtml(content.title);
  return [
    `<!DOCTYPE html><html lang="${content.language}" dir="ltr"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    '<meta name="format-detection" content="telephone=no, date=no, address=no">',
    `<title>${title}</title><style>${styles}</style></head>`,
    `<body style="margin:0;padding:0"><main style="max-width:640px;margin:0 auto;padding:24px 16px">`,
    `<h1 style="${font};font-size:24px;line-height:1.25;font-weight:600;margin:0 0 20px">${title}</h1>`,
    ...content.blocks.map(blockHtml),
    '<hr style="border:0;border-top:1px solid #8a949e;margin:28px 0 16px">',
    ...content.footer.map(
      (line) => `<p style="${font};font-size:14px;line-height:1.5;margin:0 0 8px">${escapeHtml(line)}</p>`,
    ),
    '</main></body></html>',
    '',
  ].join('\n');
}

function blockHtml(block: Block): string {
  switch (block.block) {
    case 'paragraph':
      return `<p style="${text}">${escapeHtml(block.text)}</p>`;
    case 'heading':
      return `<h2 style="${font};font-size:18px;line-height:1.3;font-weight:600;margin:24px 0 8px">${escapeHtml(block.text)}</h2>`;
    case 'facts':
      return `<table style="border-collapse:collapse;width:100%;margin:0 0 16px"><tbody>${block.rows.map(rowHtml).join('')}</tbody></table>`;
    case 'list':
      return `<ul style="${text};padding:0 0 0 24px">${block.items.map((item) => `<li style="margin:0 0 4px">${escapeHtml(item)}</li>`).join('')}</ul>`;
    case 'action':
      return actionHtml(block);
  }
}

const cell = `${font};font-size:16px;line-height:1.5;padding:6px 12px 6px 0;text-align:left;vertical-align:top;border-bottom:1px solid #c5cdd5`;

const rowHtml = ({ label, value, opens }: Row) =>
  `<tr><th scope="row" style="${cell};font-weight:600;width:32%">${escapeHtml(label)}</th><td style="${cell};overflow-wrap:anywhere">${valueHtml(value, opens)}</td></tr>`;

const valueHtml = (value: string, opens: boolean) =>
  opens
    ? `<a class="address" href="${escapeHtml(value)}" style="overflow-wrap:anywhere">${escapeHtml(value)}</a>`
    : escapeHtml(value);

function actionHtml({ label, url, hint, copy }: Extract<Block, { block: 'action' }>): string {
  const address = escapeHtml(url);
  return [
    `<p style="${plain};margin:20px 0 8px"><a href="${address}" style="${font};font-size:16px;${button}">${escapeHtml(label)}</a></p>`,
    hint === '' ? '' : `<p style="${plain};margin:0 0 4px">${escapeHtml(hint)}</p>`,
    `<p style="${font};font-size:14px;line-height:1.5;margin:0 0 16px">${escapeHtml(copy)} <a class="address" href="${address}" style="overflow-wrap:anywhere;word-break:break-all">${address}</a></p>`,
  ].join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '<br>',
};

const escapeHtml = (value: string): string => value.replace(/[&<>"'\n]/g, (character) => entities[character] ?? '');
