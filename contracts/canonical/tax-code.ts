/**
 * Check letter of the codice fiscale, computed on the characters as written, omocodia letters included
 * (D.M. 23 December 1976, article 7). The same algorithm closes the identificativo_politica of the labour network.
 */
const oddValues: Readonly<Record<string, number>> = Object.fromEntries(
  [...'0123456789']
    .map((c, i) => [c, [1, 0, 5, 7, 9, 13, 15, 17, 19, 21][i] ?? 0])
    .concat(
      [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((c, i) => [
        c,
        [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23][i] ?? 0,
      ]),
    ),
);

const evenValue = (c: string): number => (c >= '0' && c <= '9' ? Number(c) : c.charCodeAt(0) - 65);

/** The letter that follows `characters` (A-Z and 0-9). Positions count from one, so the first is odd. */
export function checkLetter(characters: string): string {
  let sum = 0;
  for (let i = 0; i < characters.length; i += 1) {
    const c = characters.charAt(i);
    sum += i % 2 === 0 ? (oddValues[c] ?? 0) : evenValue(c);
  }
  return String.fromCharCode(65 + (sum % 26));
}

/** Eleven digits carry the check digit of the Italian VAT number (a Luhn variant). */
function elevenDigitsHold(code: string): boolean {
  let sum = 0;
  for (let i = 0; i < 11; i += 1) {
    const digit = Number(code.charAt(i));
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

// Sixteen characters as TaxCode (subject.ts) has them, omocodia letters included, in either case.
const shape = /[a-z]{6}[0-9lmnpqrstuv]{2}[a-ehlmprst][0-9lmnpqrstuv]{2}[a-z][0-9lmnpqrstuv]{3}[a-z]/i;

const written = (text: string): string => text.normalize('NFKC').replaceAll(/[^\p{L}\p{N}]/gu, '');

/** What looks like the tax code of a person in a text, in capitals, however it is spaced or written; null: nothing does. */
export const taxCodeIn = (text: string): string | null => shape.exec(written(text))?.[0].toUpperCase() ?? null;

/** Whether a text holds a tax code whose check letter agrees: of texts that look random few have one by chance. */
export function holdsTaxCode(text: string): boolean {
  const found = written(text).matchAll(new RegExp(`(?=(${shape.source}))`, 'gi'));
  return found.some(([, code = '']) => taxCodeHolds(code.toUpperCase()));
}

/** Whether the last character agrees with the others. The shape is not checked here. */
export function taxCodeHolds(code: string): boolean {
  if (code.length === 11) return elevenDigitsHold(code);
  return checkLetter(code.slice(0, 15)) === code.charAt(15);
}
