import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { WireAnswer, WireMessage, WireReply, WireRequest } from '../../src/ports.ts';

/** One example: a folder of files that say what goes in and what must come out. */
export type Example = {
  readonly name: string;
  readonly has: (file: string) => boolean;
  readonly at: (file: string) => URL;
};

export function examplesIn(folder: URL): Example[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const at = (file: string) => new URL(`${name}/${file}`, folder);
      return { name, at, has: (file: string) => existsSync(at(file)) };
    });
}

export const readJson = (file: URL): unknown => JSON.parse(readFileSync(file, 'utf8'));

/** `.http`: a first line, header lines, an empty line, the body. */
export function readHttp(file: URL): { first: string; headers: Record<string, string>; body: string } {
  const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  const blank = text.indexOf('\n\n');
  const [first = '', ...lines] = (blank < 0 ? text.trimEnd() : text.slice(0, blank)).split('\n');
  const headers = lines.map((line) => [
    line.slice(0, line.indexOf(':')).trim(),
    line.slice(line.indexOf(':') + 1).trim(),
  ]);
  return { first, headers: Object.fromEntries(headers), body: blank < 0 ? '' : text.slice(blank + 2).trimEnd() };
}

export function readAnswer(file: URL): WireAnswer {
  const { first, headers, body } = readHttp(file);
  return { status: Number(first), headers, body };
}

export function readMessage(file: URL): WireMessage {
  const { first, headers, body } = readHttp(file);
  return { method: first.split(' ')[0] ?? 'POST', contentType: headers['content-type'] ?? '', headers, body };
}

export const requestHttp = ({ method, path, headers, body }: WireRequest) =>
  httpText(`${method} ${path}`, headers, body ?? '');
export const replyHttp = ({ status, contentType, body }: WireReply) =>
  httpText(String(status), { 'content-type': contentType }, body);

function httpText(first: string, headers: Readonly<Record<string, string>>, body: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const isJson = Object.values(headers).some((value) => /[/+]json\b/.test(value)) && /^[[{]/.test(body);
  const shown = isJson ? JSON.stringify(JSON.parse(body), null, 2) : body;
  return `${[first.trimEnd(), ...lines].join('\n')}\n\n${shown}\n`;
}

// `GOLDEN=write` writes what the adapter does now, for a person to read in the diff. Without it every file is compared.
const writing = process.env.GOLDEN === 'write';

export function expectText(file: URL, text: string): void {
  if (writing) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

export function expectJson(file: URL, value: unknown): void {
  const plain: unknown = JSON.parse(JSON.stringify(value));
  if (writing) writeFileSync(file, `${JSON.stringify(plain, null, 2)}\n`);
  expect(plain).toEqual(readJson(file));
}
