import { SubjectIdentifiers, SubjectSearchResult } from '../canonical/subject.ts';
import { answers, declare, json } from './declaration.ts';

export const searchSubject = declare({
  id: 'search_subject',
  method: 'post',
  path: '/v1/subjects/searches',
  tag: 'subjects',
  scope: 'subjects:search',
  summary: { en: 'Find a person by identifier', it: 'Cerca una persona per identificativo' },
  description:
    'Answers the pseudonym that every other path and filter uses. The identifier travels in the body, so that it never stands in an address or a log.',
  body: json(SubjectIdentifiers),
  reply: answers(200, 'The person', SubjectSearchResult),
  problems: ['subject/not-found'],
});
