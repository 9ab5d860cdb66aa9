import { describe, expect, it } from 'vitest';
import { System } from '../../contracts/canonical/network.ts';
import { ask, begin, converse, type Task } from '../../test/conformance/adapter-converse.ts';
import { fullMessage, inventedTaxCode } from '../../test/conformance/adapter-message.ts';
import { labourSap } from './index.ts';
import { sentinel, simulateLabourSap } from './simulator.ts';

const system = System.parse({ id: 'cpi-sil', organization: 'cpi-borgoverde', adapter: 'labour-sap' });

async function sent(taxCode: string, task: Task = 'write', sap = simulateLabourSap()): Promise<string> {
  const full = fullMessage();
  const message = { ...full, request: { ...full.request, subject: { tax_code: taxCode } } };
  const first = await begin(labourSap, task, message, system, '2026-11-22T10:00:00.000Z');
  const { verdict } = await converse(first, (request) => ask(sap, request));
  return `${verdict.outcome} ${verdict.code.slice('labour-sap/'.length)}`;
}

const unread = [
  'deferred answer-unreadable',
  'unknown notification-unconfirmed',
  'deferred answer-unreadable',
] as const;
const everywhere = (said: string) => [said, said, said] as const;

describe('a partner that misbehaves at the look-up, at the notification, at the list', () => {
  it.each([
    ['QUO', ...everywhere('deferred quota-exceeded')],
    ['CLF', ...everywhere('refused request-rejected')],
    ['BAD', ...everywhere('refused request-rejected')],
    ['AUT', ...everywhere('deferred credentials-rejected')],
    ['ABS', ...everywhere('deferred endpoint-absent')],
    ['BSY', ...everywhere('deferred busy')],
    ['SRF', 'deferred partner-failed', 'unknown notification-unconfirmed', 'deferred partner-failed'],
    ['GWT', 'deferred partner-failed', 'unknown notification-unconfirmed', 'deferred partner-failed'],
    ['HTM', ...unread],
    ['GAR', ...unread],
    ['EMP', ...unread],
    ['CUT', ...unread],
    ['HUG', ...unread],
    ['BMB', ...unread],
    ['ODD', 'refused sap-id-not-understood', 'unknown notification-unconfirmed', 'deferred answer-unreadable'],
    ['NSP', 'delivered notified', 'delivered notified', 'deferred nothing-new'],
  ])('%s', async (behaviour, verify, notify, list) => {
    expect(await sent(sentinel(behaviour, 'VRF'))).toBe(verify);
    expect(await sent(sentinel(behaviour, 'NTF'))).toBe(notify);
    expect(await sent(sentinel(behaviour, 'LST'), 'follow')).toBe(list);
  });

  it('knows nobody, or has no SAP of the person', async () => {
    expect(await sent(sentinel('NON', 'VRF'))).toBe('refused person-not-found');
    expect(await sent(sentinel('NON', 'LST'), 'follow')).toBe('deferred nothing-new');
  });

  it('has its quota used up once', async () => {
    const sap = simulateLabourSap();
    const taxCode = inventedTaxCode('BNCLRA85C41H501');
    sap.quotaExceededOnce();
    expect(await sent(taxCode, 'write', sap)).toBe('deferred quota-exceeded');
    expect(await sent(taxCode, 'write', sap)).toBe('delivered notified');
    expect(sap.received.map(({ operation }) => operation)).toEqual([
      'verificaEsistenzaSAP',
      'verificaEsistenzaSAP',
      'notificaSAP',
    ]);
    expect(sap.received.at(-1)).toMatchObject({
      taxCode,
      motive: 'ADI-INVIO servizio patto-di-servizio caso BV-2026-0107 rif 019aa3c0-7d52-7a10-8f00-000000000006',
    });
    expect(sap.received.map(({ body }) => body).join()).not.toContain('segnat');
  });
});
