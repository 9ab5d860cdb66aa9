import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { AdapterContext, Disclosed, Step, WireAnswer } from '../../src/ports.ts';
import type { LabourSapOptions } from './config.ts';
import { dropped } from './dropped.ts';
import { end } from './outcomes.ts';
import { call, hear } from './soap.ts';
import { sendableTaxCode } from './tax-code.ts';
import { escapeXml, find } from './xml.ts';

type Context = AdapterContext<LabourSapOptions>;

const sapId = /^[A-Z]{2}\d{8}[A-Z0-9]$/;
export const quotaExceeded = (text: string): boolean => text.startsWith('X001');

/** Finds the person's SAP, then notifies its holder. The dialect has no other verb for us: every event is a notification. */
export function write(message: Disclosed<PartialReferralMessage>, context: Context): Step {
  const { options } = context;
  const person = sendableTaxCode(message, options);
  if (person.stop !== undefined) return end(person.stop);
  // The field is declared as a string and holds a document of its own, hence the second escaping (in `call`).
  const verify = `<VerificaSAP><codiceFiscale>${escapeXml(person.taxCode)}</codiceFiscale></VerificaSAP>`;
  return {
    send: call('verificaEsistenzaSAP', { CodiceFiscale: verify }, options.ask_path, options),
    effect: false,
    findings: [...person.findings, ...dropped(message, options.motive.includes('{case}'))],
    next: (answer) => afterVerify(answer, message, context),
  };
}

function afterVerify(answer: WireAnswer, message: Disclosed<PartialReferralMessage>, context: Context): Step {
  const { options } = context;
  const heard = hear(answer, context.now);
  if (!heard.answered) return end(`ask/${heard.why}`, wait(heard));
  const code = find(heard.content, 'CodiceSAP')?.text.trim();
  if (code === undefined) return end('ask/unreadable');
  if (code === '0') return end('verify/no-sap');
  if (quotaExceeded(code)) return end('ask/quota', { retryAfterMs: options.quota_retry_ms });
  if (!sapId.test(code)) return end('verify/sap-id');
  return {
    send: call(
      'notificaSAP',
      { CodiceSAP: code, MotivoNotifica: motive(message, options) },
      options.notify_path,
      options,
    ),
    effect: true,
    next: (reply) => afterNotify(reply, context),
  };
}

function afterNotify(answer: WireAnswer, context: Context): Step {
  const heard = hear(answer, context.now);
  if (!heard.answered) return end(`notify/${heard.why}`, wait(heard));
  const outcome = find(heard.content, 'Esito')?.text.trim() ?? '';
  // The WSDL lists X001 for invioSAP only; here it is read wherever an error can stand.
  const message = find(heard.content, 'MessaggioErrore')?.text.trim() ?? '';
  if (quotaExceeded(outcome) || (outcome === 'KO' && quotaExceeded(message))) {
    return end('notify/quota', { retryAfterMs: context.options.quota_retry_ms });
  }
  if (outcome === 'OK') return end('notify/ok');
  return end(outcome === 'KO' ? 'notify/ko' : 'notify/unreadable');
}

/** MotivoNotifica: code of the event, service, case number, our reference. Whoever opens the SAP reads it, so nothing else. */
function motive(message: PartialReferralMessage, options: LabourSapOptions): string {
  const codes: Readonly<Record<string, string>> = options.motive_codes;
  const places: Readonly<Record<string, string>> = {
    motive: codes[message.event_type] ?? options.motive_codes.other,
    service: message.service.external_code ?? message.service.id,
    case: message.request.case?.case_id ?? '-',
    reference: message.referral_id,
  };
  return options.motive.replace(/\{(\w+)\}/g, (_, place: string) => places[place] ?? '');
}

export const wait = ({ retryAfterMs }: { readonly retryAfterMs?: number }) =>
  retryAfterMs === undefined ? {} : { retryAfterMs };
