import { type MailLanguage, mailLanguages } from '../../../contracts/canonical/convocation-codes.ts';
import { preferred } from '../accept.ts';

/** The language of a page whose reader is not known: what the browser asks for (RFC 9110 section 12.5.4), else Italian. */
export function languageOf(acceptLanguage: string | null): MailLanguage {
  // `de-AT` asks for German, too.
  const primary = acceptLanguage?.replaceAll(/\b([a-z]{2,3})-[\w-]+/gi, '$1') ?? null;
  const found = preferred(primary, mailLanguages);
  return mailLanguages.find((language) => language === found) ?? 'it';
}
