import { dataClasses } from '../../../contracts/canonical/data-class.ts';
import type { Delivery } from '../../../contracts/canonical/delivery.ts';
import type { Exchange } from '../../../contracts/canonical/exchange.ts';
import { taken } from '../../world/people.ts';
import type { Narrator } from '../narrator.ts';
import type { Stage } from '../stage.ts';
import type { Check } from '../steps.ts';

export type Person = 'elena' | 'paolo' | 'davide';
export const names: Readonly<Record<Person, string>> = {
  elena: 'Elena Marini',
  paolo: 'Paolo Serra',
  davide: 'Davide Serra',
};

/** What the acts of this story share. */
export type Scene = {
  readonly stage: Stage;
  readonly narrator: Narrator;
  /** The referral of each person, once there is one. */
  readonly referrals: Map<Person, string>;
  /** The evidence of each person, once registered. */
  readonly evidence: Map<Person, string>;
};

/** One act: it does something, tells it, and checks on the far side that it happened. Answers in a line what came of it. */
export type Act = (scene: Scene, check: Check) => Promise<string>;

export const referralOf = ({ referrals }: Scene, person: Person): string => {
  const id = referrals.get(person);
  if (id === undefined) throw new Error(`there is no referral of ${names[person]}`);
  return id;
};

export const ledgerOf = async ({ stage }: Scene, filter = ''): Promise<readonly Exchange[]> =>
  taken(await stage.as('ats-amministratore').get<{ items: Exchange[] }>(`/v1/exchanges?limit=100${filter}`)).items;

/** The latest delivery of a referral to a system. */
export async function deliveryTo({ stage }: Scene, referral: string, system: string): Promise<Delivery> {
  const path = `/v1/deliveries?referral_id=${referral}&system=${system}&limit=100`;
  const { items } = taken(await stage.as('ats-amministratore').get<{ items: Delivery[] }>(path));
  const found = items.find(({ task }) => task === 'deliver');
  if (found === undefined) throw new Error(`nothing was to be delivered to ${system}`);
  return found;
}

export const bodyName = ({ stage }: Scene, id: string | undefined): string =>
  stage.network.organizations.find((body) => body.id === id)?.name ?? String(id);

export const spoken = (classes: readonly string[]): string =>
  classes.length === 0
    ? 'nothing'
    : dataClasses
        .filter((name) => classes.includes(name))
        .map(inWords)
        .join(', ');

export const inWords = (name: string): string => name.replaceAll('_', ' ');

const languages: Readonly<Record<string, string>> = {
  'labour-sap': 'SOAP, as the labour network speaks it',
  'fhir-r4': 'HL7 FHIR R4',
  'municipal-json': "the case system's own JSON",
};

/** Puts a delivery on the page, as the ledger and the delivery itself tell it. */
export async function tellDelivery(
  scene: Scene,
  person: Person,
  system: string,
): Promise<{ delivery: Delivery; line: Exchange }> {
  const delivery = await deliveryTo(scene, referralOf(scene, person), system);
  const lines = await ledgerOf(scene, `&referral_id=${delivery.referral_id}`);
  const line = lines.find(({ delivery_id }) => delivery_id === delivery.id);
  if (line === undefined) throw new Error('the ledger has no line for the delivery');
  const adapter = scene.stage.network.systems.find(({ id }) => id === system)?.adapter ?? '';
  const left = delivery.findings.filter(({ code }) => /dropped|not.carried|not_mapped/.test(code)).length;
  const good = delivery.state === 'delivered';
  scene.narrator.exchange(
    bodyName(scene, line.from),
    bodyName(scene, line.to),
    { text: good ? `delivered, attempt ${delivery.attempts}` : delivery.state, good },
    [
      ['about', `${names[person]}, event ${delivery.event}`],
      ['purpose', `${line.purpose}, under ${line.agreement}${line.evidence.length > 0 ? ', on evidence' : ''}`],
      ['in', languages[adapter] ?? adapter],
      ['told', spoken(line.classes_disclosed)],
      ['withheld', spoken(line.classes_withheld)],
      ...leftOut(left),
    ],
  );
  return { delivery, line };
}

const leftOut = (count: number): readonly (readonly [string, string])[] =>
  count === 0 ? [] : [['left out', `${count} members it might see, for which its language has no place`]];
