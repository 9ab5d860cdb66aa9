import { System } from '../../contracts/canonical/network.ts';
import { fullMessage } from '../../test/conformance/adapter-message.ts';
import { adapterSuite, type Trial } from '../../test/conformance/adapter-suite.ts';
import { labourSap } from './index.ts';
import { outcomes } from './outcomes.ts';
import { sentinel, simulateLabourSap } from './simulator.ts';

type Sap = ReturnType<typeof simulateLabourSap>;

const system = System.parse({
  id: 'cpi-sil',
  organization: 'cpi-borgoverde',
  adapter: 'labour-sap',
  address: 'https://sil.example.it/servizicoap',
});

/** The person of the message is the invented one whose tax code makes the partner behave so, at that operation. */
const person = (behaviour: string, operation: 'VRF' | 'NTF' | 'LST', more: Partial<Trial<Sap>> = {}): Trial<Sap> => ({
  task: operation === 'LST' ? 'follow' : 'write',
  message: (full) => ({
    ...full,
    request: { ...full.request, subject: { tax_code: sentinel(behaviour, operation) } },
  }),
  ...more,
});

adapterSuite({
  adapter: labourSap,
  system,
  message: fullMessage(),
  outcomes,
  start: () => simulateLabourSap(),
  examples: new URL('./examples/', import.meta.url),
  trials: {
    'before/no-tax-code': {
      message: (full) => ({ ...full, request: { ...full.request, subject: { stp_eni_code: 'STP0123456789012' } } }),
    },
    'before/tax-code-form': {
      message: (full) => ({ ...full, request: { ...full.request, subject: { tax_code: '12345678903' } } }),
      options: { tax_code_forms: ['sixteen'] },
    },
    'ask/quota': person('QUO', 'VRF'),
    'ask/busy': person('BSY', 'VRF'),
    'ask/credentials': person('AUT', 'LST'),
    'ask/absent': person('ABS', 'VRF'),
    'ask/rejected': person('CLF', 'VRF'),
    'ask/failed': person('SRF', 'LST'),
    'ask/unreadable': person('CUT', 'VRF'),
    'verify/no-sap': person('NON', 'VRF'),
    'verify/sap-id': person('ODD', 'VRF'),
    'notify/ok': {},
    'notify/ko': person('KAO', 'NTF'),
    'notify/quota': person('KXO', 'NTF'),
    'notify/busy': person('BSY', 'NTF'),
    'notify/credentials': person('AUT', 'NTF'),
    'notify/absent': person('ABS', 'NTF'),
    'notify/rejected': person('BAD', 'NTF'),
    'notify/failed': person('GWT', 'NTF'),
    'notify/unreadable': person('CUT', 'NTF'),
    'follow/news': person('WEL', 'LST', { prepare: (sap) => sap.signPact(sentinel('WEL', 'LST'), '2026-11-21') }),
    'follow/nothing-new': { task: 'follow' },
    'follow/closed': { task: 'follow', message: (full) => ({ ...full, status: 'completed' }) },
    'follow/withheld': { task: 'follow', message: (full) => ({ ...full, withheld: ['labour'] }) },
    'follow/other-person': person('OTH', 'LST'),
  },
});
