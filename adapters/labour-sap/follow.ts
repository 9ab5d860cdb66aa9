import { finalStatuses } from '../../contracts/canonical/codes.ts';
import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { AdapterContext, Disclosed, Finding, Step, WireAnswer } from '../../src/ports.ts';
import type { LabourSapOptions } from './config.ts';
import { end } from './outcomes.ts';
import { newsIn } from './pact.ts';
import { readPolicies } from './policies.ts';
import { reportsOf } from './reports.ts';
import { call, hear } from './soap.ts';
import { sendableTaxCode } from './tax-code.ts';
import { quotaExceeded, wait } from './write.ts';
import { find, readXml, type XmlElement } from './xml.ts';

type Context = AdapterContext<LabourSapOptions>;

/** Asks for the DID (N00) and the service pact (A02) of the person. `message` is the referral as it stands now. */
export function follow(message: Disclosed<PartialReferralMessage>, context: Context): Step {
  const { options } = context;
  if (finalStatuses.includes(message.status)) return end('follow/closed');
  if (message.withheld.includes('labour') && message.progress.labour === undefined) return end('follow/withheld');
  const person = sendableTaxCode(message, options);
  if (person.stop !== undefined) return end(person.stop);
  return {
    // Unlike in verificaEsistenzaSAP, the field holds the bare code.
    send: call('richiestaSAP_N00_A02', { CodiceFiscale: person.taxCode }, options.ask_path, options),
    effect: false,
    findings: person.findings,
    next: (answer) => afterList(answer, person.taxCode, message, context),
  };
}

function afterList(answer: WireAnswer, taxCode: string, message: PartialReferralMessage, context: Context): Step {
  const { options } = context;
  const heard = hear(answer, context.now);
  if (!heard.answered) return end(`ask/${heard.why}`, wait(heard));
  const did = find(heard.content, 'DID');
  if (did === undefined) return end('ask/unreadable');
  const text = did.text.trim();
  if (quotaExceeded(text)) return end('ask/quota', { retryAfterMs: options.quota_retry_ms });
  const list = listIn(did, text);
  if (list === null) return end('ask/unreadable');

  const { policies, taxCodes, findings } = readPolicies(list);
  if (taxCodes.some((other) => other !== taxCode)) return end('follow/other-person');
  const news = newsIn(policies, message, options, context.now);
  const reports = reportsOf(news, message, options);
  const doubts = [...findings, ...news.findings].slice(0, findingsMax);
  if (reports.length > 0) return end('follow/news', { reports, findings: [...doubts, ...assumed(news.pact)] });
  return end('follow/nothing-new', { retryAfterMs: options.follow_every_ms, findings: doubts });
}

const findingsMax = 40;
const nobody: XmlElement = { name: 'ListaDID', text: '', children: [] };

/** The list as a string that holds XML; as elements, where an installation forgot to escape it; or empty or `0` for nobody. */
function listIn(did: XmlElement, text: string): XmlElement | null {
  if (did.children.length > 0) return did;
  return text === '' || text === '0' ? nobody : readXml(text);
}

/** That a pact was concluded is fact; with what success is the network's assumption (`concluded_outcome`). */
const assumed = (pact: { readonly status: string; readonly pointer: string } | undefined): Finding[] =>
  pact?.status === 'concluded' ? [{ pointer: `${pact.pointer}/ultimo_evento/evento`, code: 'outcome-assumed' }] : [];
