import type { OrganizationKind, ReferralKind } from '../canonical/codes.ts';
import type { DataClass } from '../canonical/data-class.ts';
import { Purpose } from '../canonical/purpose.ts';

/**
 * The default purpose catalogue and, in each purpose's `matrix`, the disclosure matrix: a proposal for the data protection officers.
 * Legal facts are data here and are to be confirmed by each network's lawyers; a network may narrow any cell.
 * Sources: D.L. 48/2023 (converted by L. 85/2023), D.Lgs. 147/2017, L. 328/2000; ministerial guidelines on local networks for the ADI.
 */
const municipal = ['comune', 'ats'] as const satisfies readonly OrganizationKind[];
const adi = 'D.L. 48/2023, articles 4 and 6';
const publicTask = { gdpr_article_6: '6(1)(e)' };
const sensitiveTask = { ...publicTask, gdpr_article_9: '9(2)(g)' };
const consentBasis = { gdpr_article_6: '6(1)(a)', gdpr_article_9: '9(2)(a)' };

const person: readonly DataClass[] = ['public', 'identity', 'contact', 'residence', 'case_reference', 'service_status'];
const backToSender: readonly DataClass[] = ['public', 'service_status', 'case_reference'];

const cells = (kinds: readonly OrganizationKind[], classes: readonly DataClass[], withConsent?: readonly DataClass[]) =>
  kinds.map((recipient_kind) => ({ recipient_kind, classes, ...(withConsent ? { with_consent: withConsent } : {}) }));

const tenYearsDays = 3650;
const entries = [
  {
    code: 'LAV-INV',
    title: {
      it: "Invio al centro per l'impiego di un componente attivabile al lavoro",
      en: 'Sending an activable adult to the employment centre',
    },
    legal_basis: { ...publicTask, national_act: `${adi}; authorisation given in the Patto di attivazione digitale` },
    sender_kinds: municipal,
    operations: ['refer', 'read'],
    // Of the household the employment centre sees number and ages, and on which side of the means threshold it is.
    matrix: cells(['cpi'], [...person, 'household', 'labour', 'education', 'attendance', 'commitments']),
    evidence: 'statutory_authorisation',
    activable_only: true,
    return_purpose: 'LAV-ESITO',
  },
  {
    code: 'LAV-ESITO',
    title: { it: "Esito dal centro per l'impiego", en: 'Outcome from the employment centre' },
    legal_basis: { ...publicTask, national_act: adi },
    sender_kinds: ['cpi'],
    operations: ['answer', 'read'],
    matrix: cells(municipal, [...backToSender, 'labour', 'attendance']),
    evidence: 'none',
  },
  {
    code: 'SAN-INV',
    title: { it: 'Invio ai servizi sanitari specialistici', en: 'Referral to specialist health services' },
    legal_basis: { ...sensitiveTask, gdpr_article_9: '9(2)(h)', national_act: `${adi}; D.Lgs. 147/2017, article 5` },
    sender_kinds: municipal,
    operations: ['refer', 'read'],
    matrix: cells(['asl'], [...person, 'health'], ['disability', 'social', 'household']),
    evidence: 'none',
    return_purpose: 'SAN-ESITO',
  },
  {
    code: 'SAN-ESITO',
    title: { it: 'Esito dai servizi sanitari specialistici', en: 'Outcome from specialist health services' },
    legal_basis: { ...sensitiveTask, national_act: `${adi}; D.Lgs. 147/2017, article 5` },
    sender_kinds: ['asl'],
    operations: ['answer', 'read'],
    // Taken in care yes or no, service, dates, next appointment. No diagnosis, no report.
    matrix: cells(municipal, backToSender),
    evidence: 'none',
  },
  {
    code: 'SCU-INV',
    title: { it: 'Coinvolgimento della scuola', en: 'Involving the school' },
    legal_basis: { ...publicTask, national_act: `${adi}; D.Lgs. 147/2017, article 5` },
    sender_kinds: municipal,
    operations: ['refer', 'read'],
    matrix: cells(['school', 'cpia'], [...person, 'education']),
    evidence: 'none',
    return_purpose: 'SCU-FREQ',
  },
  {
    code: 'SCU-FREQ',
    title: { it: 'Frequenza scolastica', en: 'School attendance' },
    legal_basis: { ...publicTask, national_act: 'D.L. 48/2023, articles 4 and 8' },
    sender_kinds: ['school', 'cpia'],
    operations: ['answer', 'read'],
    matrix: cells(municipal, [...backToSender, 'education', 'attendance']),
    evidence: 'none',
  },
  {
    code: 'CASA-INV',
    title: { it: "Invio agli enti per l'abitare", en: 'Referral to housing bodies' },
    legal_basis: { ...publicTask, national_act: `${adi}; L. 328/2000` },
    sender_kinds: municipal,
    operations: ['refer', 'answer', 'read'],
    matrix: [
      ...cells(['housing'], [...person, 'household', 'housing']),
      ...cells(municipal, [...backToSender, 'housing']),
    ],
    evidence: 'none',
  },
  {
    code: 'FORM-INV',
    title: { it: 'Invio alla formazione', en: 'Referral to training' },
    legal_basis: { ...publicTask, national_act: adi },
    sender_kinds: [...municipal, 'cpi'],
    operations: ['refer', 'answer', 'read'],
    matrix: [
      ...cells(['training_body', 'cpia', 'employers_association'], [...person, 'education', 'labour']),
      ...cells(municipal, [...backToSender, 'attendance']),
      // The employment centre gave the identity itself with its referral, and its systems know people by nothing else.
      ...cells(['cpi'], [...backToSender, 'identity', 'attendance']),
    ],
    evidence: 'none',
  },
  {
    code: 'GIU-INV',
    title: { it: 'Raccordo con la giustizia minorile', en: 'Liaison with juvenile justice' },
    legal_basis: { ...sensitiveTask, national_act: 'D.P.R. 448/1988; D.Lgs. 147/2017, article 5' },
    sender_kinds: municipal,
    operations: ['refer', 'answer', 'read'],
    matrix: [
      ...cells(['juvenile_justice'], [...person, 'education', 'judicial', 'social']),
      ...cells(municipal, backToSender),
    ],
    evidence: 'none',
  },
  {
    code: 'TS-INV',
    title: { it: 'Invio al terzo settore', en: 'Referral to the third sector' },
    legal_basis: { ...consentBasis, national_act: 'D.Lgs. 117/2017; D.Lgs. 147/2017, article 5' },
    sender_kinds: municipal,
    operations: ['refer', 'answer', 'read'],
    matrix: [
      ...cells(
        ['third_sector', 'bank_foundation', 'caf', 'patronato'],
        ['public', 'identity', 'contact', 'case_reference', 'service_status'],
      ),
      ...cells(municipal, [...backToSender, 'attendance', 'social']),
    ],
    evidence: 'consent',
  },
  {
    code: 'VOL-CONS',
    title: {
      it: 'Partecipazione volontaria (oltre 60 anni, disabilità)',
      en: 'Voluntary participation (over 60, disability)',
    },
    legal_basis: { ...consentBasis, national_act: 'D.L. 48/2023, article 6(5)' },
    sender_kinds: municipal,
    operations: ['refer', 'answer', 'read'],
    matrix: [
      ...cells(['cpi', 'training_body', 'third_sector'], [...person, 'labour', 'education']),
      ...cells(municipal, [...backToSender, 'labour', 'attendance']),
    ],
    evidence: 'consent',
  },
  {
    code: 'ADI-PAIS',
    title: { it: "Patto per l'inclusione sociale", en: 'Inclusion pact' },
    legal_basis: { ...sensitiveTask, national_act: adi },
    sender_kinds: municipal,
    operations: ['refer', 'answer', 'read'],
    matrix: [
      ...cells(['cpi', 'school', 'cpia', 'housing', 'training_body'], [...person, 'commitments']),
      ...cells(['asl'], [...person, 'commitments', 'health']),
      ...cells(municipal, [...backToSender, 'commitments', 'attendance']),
    ],
    evidence: 'none',
  },
  {
    code: 'ADI-PSP',
    title: { it: 'Patto di servizio personalizzato', en: 'Personalised service pact' },
    legal_basis: { ...publicTask, national_act: adi },
    sender_kinds: ['cpi'],
    operations: ['answer', 'read', 'monitor'],
    matrix: cells(municipal, [...backToSender, 'labour', 'commitments']),
    evidence: 'none',
  },
  {
    code: 'ADI-MON',
    title: { it: 'Monitoraggio degli impegni', en: 'Monitoring of commitments' },
    legal_basis: { ...publicTask, national_act: adi },
    sender_kinds: ['cpi', 'asl', 'school', 'cpia', 'housing', 'training_body', 'third_sector'],
    operations: ['monitor', 'answer', 'read'],
    matrix: cells(municipal, [...backToSender, 'attendance', 'commitments']),
    evidence: 'none',
  },
  {
    code: 'ADI-COND',
    title: { it: 'Fatti rilevanti per sospensione o decadenza', en: 'Facts that matter for suspension or forfeiture' },
    legal_basis: { ...publicTask, national_act: 'D.L. 48/2023, article 8' },
    sender_kinds: ['cpi', 'asl', 'school', 'cpia', ...municipal],
    operations: ['monitor', 'read'],
    matrix: cells([...municipal, 'cpi'], [...backToSender, 'attendance']),
    evidence: 'none',
  },
  {
    code: 'ADI-SVA',
    title: { it: 'Certificazione della condizione di svantaggio', en: 'Certification of disadvantage' },
    legal_basis: { ...sensitiveTask, national_act: 'D.L. 48/2023, article 2; D.M. 154/2023' },
    sender_kinds: [...municipal, 'asl'],
    operations: ['refer', 'answer', 'read'],
    matrix: [...cells(['asl'], [...person, 'health']), ...cells(municipal, backToSender)],
    evidence: 'none',
  },
  {
    code: 'ADI-CONV',
    title: { it: "Convocazione dell'équipe multidisciplinare", en: 'Convening the multidisciplinary team' },
    legal_basis: { ...sensitiveTask, national_act: adi },
    sender_kinds: municipal,
    operations: ['convene', 'read'],
    matrix: [
      ...cells(
        ['cpi'],
        ['public', 'identity', 'case_reference', 'service_status', 'commitments', 'labour', 'education'],
      ),
      ...cells(
        ['asl'],
        ['public', 'identity', 'case_reference', 'service_status', 'commitments', 'health', 'disability'],
      ),
      ...cells(
        ['school', 'cpia'],
        ['public', 'identity', 'case_reference', 'service_status', 'commitments', 'education'],
      ),
      ...cells(['housing'], ['public', 'identity', 'case_reference', 'service_status', 'commitments', 'housing']),
      ...cells(
        ['juvenile_justice'],
        ['public', 'identity', 'case_reference', 'service_status', 'commitments', 'judicial'],
      ),
      ...cells(['training_body', 'third_sector'], ['public', 'case_reference', 'service_status', 'commitments']),
      ...cells(municipal, [
        'public',
        'identity',
        'contact',
        'residence',
        'household',
        'case_reference',
        'service_status',
        'commitments',
        'attendance',
        'social',
        'economic',
        'labour',
        'education',
        'housing',
      ]),
    ],
    evidence: 'none',
  },
  {
    code: 'ADI-VMD',
    title: { it: 'Valutazione multidimensionale', en: 'Multidimensional assessment' },
    legal_basis: { ...sensitiveTask, national_act: adi },
    sender_kinds: municipal,
    operations: ['convene', 'read'],
    matrix: [
      ...cells(['cpi'], [...person, 'labour', 'education']),
      ...cells(['asl'], [...person, 'health', 'disability']),
      ...cells(municipal, [...person, 'household', 'social', 'economic', 'labour', 'education', 'housing']),
    ],
    evidence: 'none',
  },
  {
    code: 'ADI-ANAG',
    title: { it: 'Verifiche anagrafiche', en: 'Registry checks' },
    legal_basis: { ...publicTask, national_act: 'D.L. 48/2023, article 4; D.P.R. 223/1989' },
    sender_kinds: municipal,
    operations: ['read'],
    matrix: cells(municipal, ['public', 'identity', 'residence', 'household', 'case_reference', 'service_status']),
    evidence: 'none',
  },
  {
    code: 'ADI-ISEE',
    title: { it: 'Verifica ISEE', en: 'Means check' },
    legal_basis: { ...publicTask, national_act: 'D.P.C.M. 159/2013' },
    sender_kinds: municipal,
    operations: ['read'],
    matrix: cells(municipal, ['public', 'identity', 'economic', 'case_reference', 'service_status']),
    evidence: 'none',
  },
  {
    code: 'RETE-MON',
    title: { it: 'Rendicontazione della rete, soli dati aggregati', en: 'Network reporting, aggregates only' },
    legal_basis: { ...publicTask, national_act: adi },
    sender_kinds: ['cpi', 'asl', 'school', 'cpia', 'housing', 'training_body', 'third_sector', ...municipal],
    operations: ['monitor'],
    matrix: cells(municipal, ['public']),
    evidence: 'none',
  },
  {
    code: 'URG',
    title: { it: 'Tutela urgente', en: 'Urgent protection' },
    legal_basis: { gdpr_article_6: '6(1)(d)', gdpr_article_9: '9(2)(c)', national_act: 'Codice civile, article 403' },
    sender_kinds: [...municipal, 'asl', 'school', 'cpi'],
    operations: ['refer', 'answer', 'read'],
    // Break-glass: the reason is mandatory and reviewed afterwards. An address under protection stays protected.
    matrix: [
      ...cells(
        ['asl', 'juvenile_justice'],
        [...person, 'household', 'social', 'health', 'disability', 'violence_protection'],
      ),
      ...cells(municipal, [...person, 'household', 'social', 'violence_protection']),
    ],
    evidence: 'none',
  },
];

/** Each entry is parsed, so that a slip in the data stops the start and the build, not an exchange. */
export const purposes: readonly Purpose[] = entries.map((e) =>
  Purpose.parse({ activable_only: false, retention_days: tenYearsDays, ...e }),
);

/** From this age a minor's own record counts beside the guardian's (GDPR article 8 and D.Lgs. 101/2018, article 2-quinquies: 14 years). */
export const minorOwnRecordAgeYears = 14;

/**
 * What a kind of body never sees, whatever a purpose says; only a documented network override reaches beyond it.
 * The employment centre: partners of the labour world must not learn of health, violence, justice or means.
 */
export const ceilings: Readonly<Partial<Record<OrganizationKind, readonly DataClass[]>>> = {
  cpi: ['health', 'disability', 'violence_protection', 'judicial', 'exemption_reason', 'economic'],
  asl: ['economic', 'labour'],
  school: [
    'health',
    'disability',
    'economic',
    'labour',
    'judicial',
    'violence_protection',
    'exemption_reason',
    'household',
  ],
  third_sector: ['health', 'disability', 'economic', 'labour', 'judicial', 'violence_protection', 'exemption_reason'],
};

/**
 * What may lie in a mailbox, outside anybody's control: an extract goes with a mail only when every class in it is one of these and the
 * agreement allows it; else behind a secure link. No special category (GDPR articles 9 and 10), no means, no address.
 */
export const mailableClasses: readonly DataClass[] = [
  'public',
  'identity',
  'case_reference',
  'service_status',
  'labour',
  'education',
  'housing',
  'attendance',
  'commitments',
];

/** Who may register evidence that permits. Anybody may register an objection or a refusal. */
export const evidenceRegistrars: readonly OrganizationKind[] = ['comune', 'ats', 'caf', 'patronato'];

/**
 * The purposes that may carry a referral of a kind whose own purpose needs evidence: otherwise the choice of another purpose would
 * be a way around the person's word. Kinds that are not named may be carried by any purpose.
 */
export const purposesOfKind: Readonly<Partial<Record<ReferralKind, readonly string[]>>> = {
  labour_activation: ['LAV-INV', 'VOL-CONS'],
  third_sector: ['TS-INV', 'VOL-CONS'],
};
