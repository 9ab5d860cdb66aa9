import type { DataClass } from '../../contracts/canonical/data-class.ts';
import { bodies, type CaseMark, type Person, refOf } from './convocation-plant.ts';
import type { Piece, Told } from './convocation-told.ts';
import { holds } from './taint/holds.ts';
import { permitted } from './taint/permitted.ts';

const conditions = { overrides: [], protectedAddress: false };
const nothing: ReadonlySet<DataClass> = new Set();

/** What somebody may be told of a case by the catalogue as it is printed, and by what its person said. */
function classesFor({ body, cases }: Person, caseRef: string, { plan }: Told): ReadonlySet<DataClass> {
  if (!cases.includes(caseRef)) return nothing;
  const stops = ({ of, to }: (typeof plan.objections)[number]) =>
    refOf(of % plan.cases) === caseRef && (to === null || to === body);
  // The organizer tells its own people under its own responsibility.
  if (body !== 'comune' && plan.objections.some(stops)) return nothing;
  return permitted('ADI-CONV', bodies[body].kind, conditions).sure;
}

const goneIn = ({ plan }: Told): string | null =>
  plan.withdrawn === null || plan.cases < 2 ? null : refOf(plan.withdrawn % plan.cases);

const isOfDomains = ({ pointer }: CaseMark) =>
  /^\/analysis\/(domains|health|disability|violence_protection|judicial|exemption_reason)/.test(pointer);

/** Values found with somebody who may not have them, in words. */
export function leaksOf(all: Told): string[] {
  const { planted, pieces } = all;
  const gone = goneIn(all);
  const mayKnow = (mark: CaseMark, { who, late, to, text }: Piece): boolean => {
    if (late && mark.caseRef === gone) return false;
    if (to === 'beneficiary' && mark.pointer === '/beneficiary') {
      const own = planted.beneficiaries.find(({ email }) => text.includes(email));
      return own?.case === mark.caseRef;
    }
    return who.some(
      (person) => classesFor(person, mark.caseRef, all).has(mark.dataClass) && !(person.ofNobody && isOfDomains(mark)),
    );
  };
  const ofCases = planted.marks.flatMap((mark) =>
    pieces
      .filter((piece) => holds(piece.text, mark.text) && !mayKnow(mark, piece))
      .map(({ name }) => `${mark.dataClass} of ${mark.caseRef} at ${mark.pointer}: in ${name}`),
  );
  const ofPeople = planted.people.flatMap((person) => leaksOfPerson(person, all, gone));
  return [...ofCases, ...ofPeople, ...leaksOfLabels(all)];
}

/** A name is known to who shares a case, an address to nobody. */
function leaksOfPerson(person: Person, all: Told, gone: string | null): string[] {
  const shares = (reader: Person, late: boolean) =>
    person.cases.some((ref) => classesFor(reader, ref, all).has('case_reference') && !(late && ref === gone));
  const isOfCase = ({ to, text }: Piece) =>
    to === 'beneficiary' && person.id === 'assistente' && text.includes(person.names[0] ?? '');
  return all.pieces.flatMap((piece) => {
    const isOwn = piece.who.includes(person);
    const names = piece.to === 'organizer' || isOwn || isOfCase(piece) || piece.who.some((r) => shares(r, piece.late));
    const found = [
      ...(names ? [] : person.names.filter((each) => piece.text.includes(each))),
      ...(isOwn ? [] : person.addresses.filter((each) => piece.text.includes(each))),
    ];
    return found.map(() => `${person.id} is told of in ${piece.name}`);
  });
}

/** That there is another case at all. */
const leaksOfLabels = ({ planted, pieces }: Told): string[] =>
  planted.agenda.flatMap(({ case_ref }) =>
    pieces
      .filter(
        ({ to, who, text }) =>
          to !== 'nobody' && !who.some(({ cases }) => cases.includes(case_ref)) && holds(text, case_ref),
      )
      .map(({ name }) => `${case_ref}: in ${name}`),
  );

const inDocuments = ['labour', 'education', 'health', 'disability', 'housing', 'social', 'economic'] as const;

/** What was permitted and did not arrive: telling nothing is no protection. */
export function missingOf(all: Told): string[] {
  const { planted, pieces } = all;
  const gone = goneIn(all);
  return planted.people.flatMap((person) =>
    person.cases.flatMap((ref) => {
      const classes = classesFor(person, ref, all);
      const own = pieces.filter(({ who }) => who.includes(person)).map(({ text }) => text);
      const lacks = (what: string, marks: readonly CaseMark[]) =>
        marks.length > 0 && !marks.some(({ text }) => own.some((piece) => holds(piece, text)))
          ? [`${what} of ${ref} for ${person.id}`]
          : [];
      const of = (dataClass: DataClass, is: (mark: CaseMark) => boolean) =>
        planted.marks.filter((mark) => mark.caseRef === ref && mark.dataClass === dataClass && is(mark));
      if (classes.size === 0) return [];
      return [
        ...lacks(
          'the number',
          of('case_reference', ({ pointer }) => pointer === '/agenda/case_id'),
        ),
        ...inDocuments
          .filter((dataClass) => classes.has(dataClass) && !person.ofNobody)
          .flatMap((dataClass) => lacks(dataClass, of(dataClass, isOfDomains))),
        ...(ref === gone
          ? []
          : lacks(
              'decisions',
              of('commitments', ({ pointer }) => pointer === '/minutes/decision'),
            )),
      ];
    }),
  );
}
