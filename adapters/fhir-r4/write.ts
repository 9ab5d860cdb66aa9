import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { Step } from '../../src/ports.ts';
import { droppedOfRequest } from './carried.ts';
import { judgeTransaction, verdict } from './judge.ts';
import { type Context, fhirJson, headersOf } from './look-up.ts';
import { writeUpdate } from './update.ts';
import { writeBundle } from './write-bundle.ts';
import { doubtsAboutPatient, taxCodeFits } from './write-patient.ts';

/** A new referral, or one that the recipient has just claimed, is a transaction; every later event is a change of its Task. */
export function writeMessage(message: PartialReferralMessage, context: Context): Step {
  const isNew = message.event_type === 'submit' || message.event_type === 'claim';
  return isNew ? writeReferral(message, context) : writeUpdate(message, context);
}

function writeReferral(message: PartialReferralMessage, { options, now }: Context): Step {
  const findings = [...doubtsAboutPatient(message), ...droppedOfRequest(message.request)];
  const { tax_code, anpr_id, stp_eni_code } = message.request.subject ?? {};
  // A value that the base guide's own rule refuses is stopped here, with its reason, rather than there.
  if (tax_code !== undefined && !taxCodeFits({ tax_code }) && anpr_id === undefined && stp_eni_code === undefined) {
    return verdict('tax_code_form', { findings });
  }
  const bundle = writeBundle(message, options);
  return {
    send: {
      method: 'POST',
      path: '',
      // The partner's copy of what we sent need not travel back.
      headers: { ...headersOf(message), 'content-type': fhirJson, prefer: 'return=minimal' },
      body: JSON.stringify(bundle),
    },
    effect: true,
    findings,
    next: (answer) => judgeTransaction(answer, bundle.entry.length, now),
  };
}
