import type { MailLanguage } from '../../../contracts/canonical/convocation-codes.ts';
import type { Crypto } from '../../ports.ts';
import type { Page } from '../exit.ts';
import { type Html, html } from '../html.ts';
import { style } from './style.ts';

/** What a page holds. The title goes into the history of a browser: it names nobody. */
export type Content = {
  readonly language: MailLanguage;
  readonly title: string;
  /** The body that speaks, above everything. */
  readonly sender: string;
  readonly main: Html;
  readonly foot: Html;
};

/** The whole page as text. */
export const pageOf = ({ language, title, sender, main, foot }: Content): string => `<!doctype html>
${
  html`<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta name="format-detection" content="telephone=no">
<title>${title} - ${sender}</title>
<style>${{ html: style }}</style>
</head>
<body>
<header><div class="in"><p>${sender}</p></div></header>
<main><div class="in">
${main}
</div></main>
<footer><div class="in">${foot}</div></footer>
</body>
</html>`.html
}`;

/** Sends pages under a policy that lets in their own style, and their own forms home, and nothing else from or to anywhere. */
export function createSendPage(digest: Crypto['digest']): (content: Content) => Promise<Page> {
  let policy: Promise<string> | undefined;
  return async (content) => {
    policy ??= policyOf(digest);
    return { html: pageOf(content), language: content.language, policy: await policy };
  };
}

async function policyOf(digest: Crypto['digest']): Promise<string> {
  const hash = await digest(new TextEncoder().encode(style));
  const source = `'sha256-${btoa(String.fromCharCode(...hash))}'`;
  return `default-src 'none'; style-src ${source}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
}
