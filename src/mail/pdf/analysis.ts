import type { CaseExtract } from '../../../contracts/canonical/convocation-message.ts';
import type { DeepPartial } from '../../../contracts/canonical/message.ts';
import { cleanLine, cleanProse } from '../clean.ts';
import { fullName } from '../content/meeting.ts';
import type { Texts } from '../texts/index.ts';
import { dateInWords, partialDateInWords } from '../texts/when.ts';
import type { PageBlock } from './flow.ts';
import { bullet, fact, regular, semibold } from './page-blocks.ts';

type Analysis = NonNullable<DeepPartial<CaseExtract>['analysis']>;
type Domain = NonNullable<NonNullable<Analysis['domains']>['economic']>;

/** What was disclosed of one analysis, in the order of its form. Where nothing was, that is said. */
export function analysisBlocks(analysis: Analysis, texts: Texts): PageBlock[] {
  const blocks = [
    ...subjectBlocks(analysis, texts),
    ...assessedBlocks(analysis, texts),
    ...householdBlocks(analysis, texts),
    ...domainsBlocks(analysis, texts),
    ...apartBlocks(analysis, texts),
    ...outcomeBlocks(analysis, texts),
  ];
  return blocks.length > 0 ? blocks : [regular('P', texts.extract.noContent)];
}

const rows = (texts: Texts, pairs: readonly (readonly [string, string | undefined])[]): PageBlock[] =>
  pairs.flatMap(([label, value]) => (value ? [fact(texts, label, value)] : []));

function subjectBlocks({ subject = {} }: Analysis, texts: Texts): PageBlock[] {
  const { labels } = texts;
  const { residence = {}, contacts = {}, guardian = {} } = subject;
  const joined = (...parts: (string | undefined)[]) =>
    parts.flatMap((part) => (part ? [cleanLine(part)] : [])).join(', ');
  return rows(texts, [
    [labels.subject, fullName(subject)],
    [labels.born, subject.birth_date && partialDateInWords(texts, subject.birth_date)],
    [labels.tax_code, subject.tax_code],
    [labels.stp_eni_code, subject.stp_eni_code],
    [labels.residence, joined(residence.address, residence.postal_code)],
    [labels.phone, contacts.phone],
    [labels.email, contacts.email],
    [labels.guardian, joined(fullName(guardian), guardian.phone, guardian.email)],
  ]);
}

function assessedBlocks({ assessed_on, assessed_by }: Analysis, texts: Texts): PageBlock[] {
  const by = assessed_by && [
    fullName(assessed_by),
    assessed_by.function && texts.words.functions[assessed_by.function],
  ];
  const said = [assessed_on && dateInWords(texts, assessed_on), ...(by ?? [])].filter(Boolean).join(', ');
  return rows(texts, [[texts.labels.assessed, said]]);
}

function householdBlocks({ household }: Analysis, texts: Texts): PageBlock[] {
  if (household === undefined) return [];
  const { labels } = texts;
  const lines = (household.members ?? []).flatMap((member) => {
    const name = fullName(member);
    const said = [
      member.person && cleanLine(member.person),
      member.relationship !== member.person && member.relationship ? cleanLine(member.relationship) : '',
      name,
      member.age === undefined ? '' : `${labels.age} ${member.age}`,
      member.birth_date ? partialDateInWords(texts, member.birth_date) : '',
      member.activable ? labels.activable : '',
    ].filter(Boolean);
    return said.length > 0 ? [said.join(', ')] : [];
  });
  const size = household.size === undefined ? undefined : String(household.size);
  const blocks = [...rows(texts, [[labels.household_size, size]]), ...lines.map(bullet)];
  return blocks.length > 0 ? [semibold('H3', labels.household), ...blocks] : [];
}

const domainNames = [
  'personal_and_social_functioning',
  'economic',
  'work_and_employability',
  'education_and_training',
  'housing',
  'family_and_social_networks',
] as const;

const domainsBlocks = ({ domains = {} }: Analysis, texts: Texts): PageBlock[] =>
  domainNames.flatMap((name) => {
    const blocks = domainBlocks(domains[name] ?? {}, texts);
    return blocks.length > 0 ? [semibold('H3', texts.words.domains[name]), ...blocks] : [];
  });

function domainBlocks({ needs = [], resources = [], note }: Domain, { labels, colon }: Texts): PageBlock[] {
  // Code lists of needs are each municipality's own; a code without a text is shown as it is, legibly.
  const needLines = needs.map(({ code, person, text }) => of(colon, person, text ?? code?.replaceAll('_', ' ')));
  const resourceLines = resources.map(({ person, text }) => of(colon, person, text));
  return [
    ...(needLines.length > 0 ? [semibold('Label', labels.needs), ...needLines.map(bullet)] : []),
    ...(resourceLines.length > 0 ? [semibold('Label', labels.resources), ...resourceLines.map(bullet)] : []),
    ...(note === undefined ? [] : [semibold('Label', labels.notes), regular('P', cleanProse(note))]),
  ];
}

/** Whom it is about: the label of a member of the household, or nobody in particular. */
const of = (colon: string, person: string | undefined, text: string | undefined): string =>
  [person && cleanLine(person), text && cleanProse(text)].filter(Boolean).join(`${colon} `);

const apart = ['health', 'disability', 'violence_protection', 'judicial', 'exemption_reason'] as const;

const apartBlocks = (analysis: Analysis, { words }: Texts): PageBlock[] =>
  apart.flatMap((part) => {
    const text = analysis[part];
    return text === undefined ? [] : [semibold('H3', capital(words.classes[part])), regular('P', cleanProse(text))];
  });

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function outcomeBlocks({ proposed_outcome }: Analysis, { labels, words }: Texts): PageBlock[] {
  const code = proposed_outcome?.code;
  return code === undefined ? [] : [semibold('H3', labels.outcome), regular('P', words.outcomes[code])];
}
