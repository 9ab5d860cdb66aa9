import { taxCode } from './people.ts';

const dayMs = 86_400_000;
const daysAhead = 30;
/** As many as the demo network lets one body hold on a day. */
const meetingsPerDay = 4;
const casesPerMeeting = 3;
const membersPerCase = 4;

/** Beside them the social worker, who is told of every case by a link: no agreement binds a Comune with itself. */
export const extractsPerMeeting = casesPerMeeting * membersPerCase;
export const mailsPerMeeting = extractsPerMeeting + 1;

const functions = [
  { function: 'cpi_operator', organization: 'cpi-borgoverde' },
  { function: 'school', organization: 'ic-borgoverde' },
];

const subject = (n: number) => ({
  tax_code: taxCode(n),
  given_name: 'Persona',
  family_name: `Inventata ${n}`,
  birth_date: '1980-01-01',
});

/** An analysis with what an ordinary one says of work and school, which may go by mail. */
const analysis = (n: number) => ({
  subject: subject(n),
  case_id: `BV-${n}`,
  assessed_on: '2026-01-12',
  assessed_by: { given_name: 'Anna', family_name: 'Bianchi', function: 'social_worker' },
  domains: {
    economic: { note: 'In attesa della prima mensilità.' },
    work_and_employability: {
      needs: [{ code: 'no_qualification', text: 'Cerca un primo impiego e non ha qualifica.' }],
      resources: [{ text: 'Ha esperienza di cucina, parla tre lingue.' }],
      note: 'Disponibile al mattino, quando la figlia è a scuola.',
    },
    education_and_training: { needs: [{ code: 'absences', text: 'Molte assenze da settembre.' }] },
  },
  proposed_outcome: { list_version: '2026-01', code: 'assessment_framework' },
});

const personOf = (m: number, c: number) => m * casesPerMeeting + c;
const caseRefs = Array.from({ length: casesPerMeeting }, (_, c) => `caso-${c + 1}`);

/** The m-th meeting: three cases, twelve professionals who are each called for one of them, and their social worker. */
function convocation(m: number, analyses: readonly string[]) {
  const day = Date.now() + (daysAhead + Math.floor(m / meetingsPerDay)) * dayMs;
  const at = (hour: string) => `${new Date(day).toISOString().slice(0, 10)}T${hour}:00+01:00`;
  const anna = { given_name: 'Anna', family_name: 'Bianchi', email: 'anna.bianchi@comune.borgoverde.example' };
  return {
    purpose: 'ADI-CONV',
    organizer: 'comune-borgoverde',
    organizer_contact: { ...anna, phone: '+39 0755550101' },
    meeting: {
      starts_at: at('09:30'),
      ends_at: at('11:30'),
      mode: 'in_person',
      place: { name: 'Comune di Borgoverde, sala piccola', address: 'Piazza dei Tigli 1' },
    },
    agenda: caseRefs.map((case_ref, c) => ({
      case_ref,
      case_id: `BV-${personOf(m, c)}`,
      subject: subject(personOf(m, c)),
      residence: 'comune-borgoverde',
      case_manager: 'assistente',
      analysis_id: analyses[c],
    })),
    members: [
      {
        ...anna,
        member_id: 'assistente',
        function: 'social_worker',
        organization: 'comune-borgoverde',
        cases: caseRefs,
      },
      ...Array.from({ length: extractsPerMeeting }, (_, i) => ({
        ...functions[i % functions.length],
        member_id: `membro-${i}`,
        given_name: 'Persona',
        family_name: `Convocata ${i}`,
        email: `persona.${i}@ente.borgoverde.example`,
        required: i === 0,
        cases: [caseRefs[i % casesPerMeeting]],
      })),
    ],
  };
}

/** Records the analyses of the m-th meeting and convenes it. */
export async function convene(post: (path: string, body: object) => Promise<{ readonly id: string }>, m: number) {
  const recorded = caseRefs.map((_, c) => post('/v1/preliminary-analyses', analysis(personOf(m, c))));
  const analyses = (await Promise.all(recorded)).map(({ id }) => id);
  await post('/v1/convocations', convocation(m, analyses));
}
