import { XMLValidator } from 'fast-xml-parser';
import { expect } from 'vitest';
import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import { ReferralEventRequest } from '../../contracts/canonical/referral-event.ts';
import type { Finding, Verdict, WireRequest } from '../../src/ports.ts';
import type { Conversation } from './adapter-converse.ts';
import { partnerGossip } from './adapter-hostile.ts';
import { personalValues } from './adapter-message.ts';
import type { OutcomeTable } from './adapter-subject.ts';

const detailCharactersMax = 300;
const findingsMax = 100;

/** What holds for the end of every conversation, whatever led to it. */
export function expectSound(conversation: Conversation, message: PartialReferralMessage, outcomes: OutcomeTable): void {
  const { verdict, findings, turns } = conversation;
  expectRow(verdict, outcomes);
  expectFindings(findings);
  expectSilence([verdict.code, verdict.detail, JSON.stringify(findings)], message);
  for (const report of verdict.reports ?? []) expect(ReferralEventRequest.safeParse(report).error).toBeUndefined();
  if (verdict.retryAfterMs !== undefined) {
    expect(Number.isSafeInteger(verdict.retryAfterMs) && verdict.retryAfterMs >= 0).toBe(true);
  }
  for (const { request } of turns) expectRequest(request, message);
}

/** The verdict is a row of the table: the same code with the same outcome. */
function expectRow({ code, outcome, detail }: Verdict, outcomes: OutcomeTable): void {
  const rows = Object.values(outcomes).map((row) => `${row.code} ${row.outcome}`);
  expect(rows).toContain(`${code} ${outcome}`);
  expect(detail.length).toBeGreaterThan(0);
  expect(detail.length).toBeLessThanOrEqual(detailCharactersMax);
}

/** Findings are JSON pointers (RFC 6901) and codes. */
export function expectFindings(findings: readonly Finding[]): void {
  expect(findings.length).toBeLessThanOrEqual(findingsMax);
  for (const { pointer, code } of findings) {
    expect(pointer).toMatch(/^(\/[^\n]{0,199})?$/);
    expect(code).toMatch(/^[a-z0-9][a-z0-9_/-]{0,59}$/);
  }
}

/** No value of a person, and no word of the partner, in what operators and logs will see. */
export function expectSilence(texts: readonly string[], message: PartialReferralMessage): void {
  const told = texts.join('\n');
  const leaked = [...personalValues(message), partnerGossip, 'RSSMRA80A41H501Y'].filter((value) =>
    told.includes(value),
  );
  expect(leaked).toEqual([]);
}

/** A request that any HTTP library sends as it is, with a well-formed body, and nobody's value where proxies keep logs. */
function expectRequest({ path, headers, body }: WireRequest, message: PartialReferralMessage): void {
  expect(path).toMatch(/^(\/[\x21-\x7e]*)?$/);
  expect(() => new Headers(headers)).not.toThrow();
  expectSilence([path, JSON.stringify(headers)], message);
  const contentType = new Headers(headers).get('content-type') ?? '';
  expect(body === null || body.isWellFormed()).toBe(true);
  if (body === null) return;
  if (/[/+]json\b/.test(contentType)) expect(() => JSON.parse(body)).not.toThrow();
  if (/[/+]xml\b/.test(contentType)) {
    expect(XMLValidator.validate(body)).toBe(true);
    // XML 1.0, section 2.2: the validator lets control characters pass.
    expect(body).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  }
}
