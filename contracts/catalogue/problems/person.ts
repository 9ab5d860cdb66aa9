import { type Entry, entry } from './entry.ts';

/** Of people: who they are, what they consented to, what was found out about their needs. */
export const personProblems = {
  'subject/not-found': entry(
    404,
    'No such person',
    'The gateway knows nobody by these identifiers for the caller.',
    'Check the identifiers.',
  ),
  'subject/ambiguous': entry(
    409,
    'The identifiers belong to different people',
    'The identifiers given are on file for more than one person.',
    'Check them; send only the one you are sure of.',
  ),
  'consent/not-found': entry(
    404,
    'No such evidence',
    'There is no evidence with this id for the caller.',
    'Check the id; only the body that registered it may see it.',
  ),
  'consent/already-withdrawn': entry(
    409,
    'The evidence was withdrawn already',
    'Evidence is withdrawn once.',
    'Nothing: it is withdrawn.',
  ),
  'analysis/not-found': entry(
    404,
    'No such preliminary analysis',
    'There is no preliminary analysis with this id for the caller.',
    'Check the id; only the body that recorded it may see it.',
  ),
  'analysis/not-your-kind': entry(
    403,
    'The body makes no preliminary analyses',
    'Preliminary analyses are recorded by the social services of the Comune and of the territory.',
    'Let the social service of the Comune record it.',
  ),
  'analysis/other-person': entry(
    422,
    'The analysis is about another person',
    'A revision is about the same person as the version before.',
    'Record an analysis of its own for the other person.',
  ),
} as const satisfies Record<string, Entry>;
