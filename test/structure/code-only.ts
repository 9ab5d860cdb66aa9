// A string, a template, a comment or a regular expression: whichever starts first swallows the others.
const lexeme = new RegExp(
  [
    String.raw`(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)`,
    String.raw`(?<text>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")`,
    String.raw`(?<template>${'`'}(?:[^${'`'}\\]|\\.)*${'`'})`,
    String.raw`(?<=[=(,:\[!&|?{};]\s*|\breturn\s+)(?<regex>\/(?![*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*)`,
  ].join('|'),
  'g',
);

/** The text without its comments; line numbers stay. */
export function withoutComments(text: string): string {
  return text.replace(lexeme, (found, comment?: string) => (comment === undefined ? found : blank(found)));
}

/** The text without comments, strings and regular expressions; templates stay, because they can hold code. */
export function codeOnly(text: string): string {
  return text.replace(lexeme, (found, _comment?: string, _text?: string, template?: string) =>
    template === undefined ? blank(found) : found,
  );
}

const blank = (found: string) => found.replace(/[^\n]/g, ' ');
