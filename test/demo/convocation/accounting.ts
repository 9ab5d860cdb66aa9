import type { Delivery } from '../../../contracts/canonical/delivery.ts';
import { taken } from '../../world/people.ts';
import { beneficiary, caseIds, caseRefs, colleague, members, sentences } from './cast.ts';
import { holds } from './mailroom.ts';
import { type Act, casesIn, inWords, ledgerOf, nameOf, shortBody } from './scene.ts';

/** All that was written to anybody, and the ledger of it. */
export const accounts: Act = async (scene, check) => {
  const { stage, narrator, mailroom, convocation } = scene;
  narrator.act('Who was told what', stage.clock.now());
  const people = [...new Set(mailroom.letters.map(({ to }) => to))];
  narrator.say(
    `${mailroom.letters.length} messages to ${people.length} mailboxes, each composed for one reader. Every mail, every view of a link and every mail that came in is a line of the ledger, which names no person.`,
  );
  narrator.table(
    ['mailbox', 'of', 'cases', 'messages'],
    people.map((to) => {
      const own = mailroom.letters.filter((letter) => letter.to === to);
      const refs = caseRefs.filter((ref) => own.some(({ readable }) => holds(readable, caseIds[ref])));
      return [
        to,
        shortBody(own[0]?.recipient ?? ''),
        refs.map((ref) => ref.slice(-1)).join(' '),
        own.map(({ kind }) => inWords(kind)).join(', '),
      ];
    }),
  );
  const lines = (await ledgerOf(scene)).filter(({ convocation_id }) => convocation_id === convocation.id);
  const counted = Object.entries(Object.groupBy(lines, ({ operation }) => operation));
  narrator.table(
    ['operation', 'lines', 'outcomes'],
    counted.map(([operation, all = []]) => [
      operation,
      String(all.length),
      [...new Set(all.map(({ outcome }) => outcome))].join(', '),
    ]),
  );
  narrator.space();
  const deliveries = await deliveriesOf(scene);
  check(
    'every mail was taken by its relay, at the first attempt; none is in doubt',
    deliveries.filter(({ state, attempts }) => state !== 'delivered' || attempts !== 1),
    [],
  );
  check('the relays hold as many messages as there were mails', mailroom.letters.length, deliveries.length);
  const ids = mailroom.letters.map(({ parsed }) => parsed.messageId);
  check('and none twice', new Set(ids).size, ids.length);
  const ofSecond = members.filter(({ cases }) => cases.includes('caso-2')).map(({ email }) => email);
  const readers = mailroom.letters.filter(({ readable }) => casesIn(readable).includes('caso-2')).map(({ to }) => to);
  check(
    'the withdrawn case was only ever named to who was called for it',
    [...new Set(readers)].filter((to) => ![...ofSecond, colleague.email].includes(to)),
    [],
  );
  const toElena = mailroom.letters.filter(({ to }) => to === beneficiary.email);
  check(
    `${nameOf(beneficiary.email)} got letters, never an extract`,
    toElena.some(({ readable }) => Object.values(sentences['caso-1']).some((words) => holds(readable, words))),
    false,
  );
  check(
    'the organizer heard of the confirmation once',
    mailroom.letters.filter(({ kind }) => kind.startsWith('confirmation')).length,
    1,
  );
  check(
    'and no line of the ledger holds a name, an address or a tax code',
    [...members, beneficiary].filter(({ family_name, email }) =>
      [family_name, email].some((words) => JSON.stringify(lines).includes(words)),
    ),
    [],
  );
  return `${mailroom.letters.length} messages; ${lines.length} lines of the ledger`;
};

async function deliveriesOf({ stage, convocation }: Parameters<Act>[0]): Promise<readonly Delivery[]> {
  const path = `/v1/deliveries?referral_id=${convocation.id}&limit=100`;
  const { items } = taken(await stage.as('ats-amministratore').get<{ items: Delivery[] }>(path));
  return items;
}
