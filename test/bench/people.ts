import { checkLetter } from '../../contracts/canonical/tax-code.ts';

const consonants = 'BCDFGLMNPRSTVZ';

/** The tax code of the n-th invented person: different for each n below 38 million, with a valid check letter. */
export function taxCode(n: number): string {
  const letters = Array.from({ length: 5 }, (_, i) =>
    consonants.charAt(Math.floor(n / consonants.length ** i) % consonants.length),
  ).join('');
  const day = String(1 + (Math.floor(n / consonants.length ** 5) % 28)).padStart(2, '0');
  const open = `${letters}X80A${day}H501`;
  return open + checkLetter(open);
}

/** A referral to a health service with the members an ordinary one has. */
export const referral = (n: number) => ({
  kind: 'specialist_health',
  purpose: 'SAN-INV',
  initiator: 'comune-borgoverde',
  recipient: 'asl-borgoverde',
  service: 'servizio-dipendenze',
  subject: {
    tax_code: taxCode(n),
    given_name: 'Persona',
    family_name: `Inventata ${n}`,
    birth_date: '1980-01-01',
    birth_place: 'H501',
    sex: 'male',
    citizenship: '000',
    residence: { municipality: 'D653', address: 'Via delle Prove 1', postal_code: '06034' },
    contacts: { phone: '+39 0755550100', email: 'persona@example.it', language: 'it' },
  },
  household: { size: 3, member_ages: [46, 44, 12] },
  case: { case_id: `BV-${n}`, case_manager: { given_name: 'Anna', family_name: 'Bianchi', phone: '+39 0755550101' } },
  needs: [
    { domain: 'personal_and_social_functioning', code: 'support', text: 'Chiede di essere accompagnato al servizio.' },
  ],
  interventions: ['h_health_interventions'],
  priority: { level: 'routine' },
  circumstances: {
    health: { reason: 'Valutazione richiesta dalla persona.' },
    social: 'Vive con il coniuge e una figlia.',
  },
});
