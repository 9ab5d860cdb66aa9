import { minuteMs } from '../../world/clock.ts';
import { type Answered, householdMessage, numbers } from '../../world/household.ts';
import type { Receipt } from '../../world/people.ts';
import { attest, davide, evidence, taken } from '../../world/people.ts';
import { type Act, deliveryTo, ledgerOf, names, referralOf, tellDelivery } from './scene.ts';

/** With the authorisation he may be sent; a stop switch keeps the delivery waiting. */
export const sentAgain: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  stage.clock.advance(30 * minuteMs);
  narrator.act('The missing authorisation arrives', stage.clock.now());
  narrator.say(
    `${names.davide} signs the PAD; the Comune registers his authorisation, and the case system sends him again. The CPI has announced maintenance, so the operator of the ATS has closed the stop switch of its system: nothing leaves for it now.`,
  );
  const { id } = await attest(
    stage.as('comune-sportello'),
    evidence(davide.tax_code, { given_at: stage.clock.now(), valid_from: '2026-11-20' }),
  );
  scene.evidence.set('davide', id);
  taken(
    await stage
      .as('ats-amministratore')
      .put('/v1/systems/cpi-sil/suspension', { reason: 'Manutenzione annunciata dal CPI' }),
  );
  const { reply } = await stage.partners.caseSystem.send(householdMessage(1043, ['davide']));
  const [answer] = (reply as Answered).segnalazioni;
  if (answer?.id_invio !== undefined) scene.referrals.set('davide', answer.id_invio);
  await stage.tick();
  narrator.space();
  check(
    'this time it is taken',
    [answer?.segnalazione, answer?.esito, answer?.stato],
    [numbers.davide, 'OK', 'INVIATA'],
  );
  const waiting = await deliveryTo(scene, referralOf(scene, 'davide'), 'cpi-sil');
  check('and waits behind the stop switch, without an attempt', [waiting.state, waiting.attempts], ['queued', 0]);
  return 'referral taken, delivery waiting behind the stop switch of cpi-sil';
};

/** The gate is asked at the moment of delivery, not only when the referral was sent. */
export const withdrawn: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  stage.clock.advance(20 * minuteMs);
  narrator.act('And is withdrawn while the delivery waits', stage.clock.now());
  narrator.say(
    `${names.davide} has thought better of it, and takes his authorisation back. Then the maintenance is over, and the stop switch is opened. The gate is asked again at the moment of delivery, and says no.`,
  );
  const comune = stage.as('comune-sportello');
  const receipt = taken(
    await comune.post<Receipt>(`/v1/consents/${scene.evidence.get('davide')}/withdrawal`, {
      withdrawn_at: stage.clock.now(),
    }),
  );
  const resumed = await stage.as('ats-amministratore').delete('/v1/systems/cpi-sil/suspension');
  await stage.tick();
  const { delivery, line } = await tellDelivery(scene, 'davide', 'cpi-sil');
  narrator.space();
  check('the authorisation is withdrawn, and the switch open', [receipt.status, resumed.status], ['withdrawn', 204]);
  check(
    'the delivery ended as withheld, by that rule',
    [delivery.state, delivery.code, delivery.attempts],
    ['withheld', 'gate/evidence/withdrawn', 1],
  );
  check(
    'the ledger says so, and names the evidence',
    [line.permitted, line.rule, line.evidence[0]?.id === scene.evidence.get('davide')],
    [false, 'evidence/withdrawn', true],
  );
  const about = stage.partners.sent.filter(({ body }) => body.includes(davide.tax_code));
  check(
    `no request of any kind has ever named ${names.davide}`,
    about.map(({ system }) => system),
    [],
  );
  const left = (await ledgerOf(scene, `&referral_id=${delivery.referral_id}`)).flatMap(
    ({ classes_disclosed, direction }) => (direction === 'out' ? classes_disclosed : []),
  );
  check('nothing of his data was disclosed to anybody', left, []);
  return 'withheld at the moment of delivery (evidence/withdrawn); nothing left';
};
