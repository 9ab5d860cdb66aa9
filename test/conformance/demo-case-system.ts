import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { municipalJson } from '../../adapters/municipal-json/index.ts';
import { Network } from '../../contracts/canonical/network.ts';
import { contextOf } from './adapter-converse.ts';
import { fullMessage } from './adapter-message.ts';
import { suiteNow } from './adapter-subject.ts';

/** The demo network's Comune and its case system, with the mapping profile that ships. */
const document = new URL('../../contracts/catalogue/demo-network.yaml', import.meta.url);
export const demoNetwork = Network.parse(parse(readFileSync(document, 'utf8')));

const found = demoNetwork.systems.find(({ adapter }) => adapter === municipalJson.kind);
if (found === undefined) throw new Error('the demo network has no case system');
export const caseSystem = found;
export const context = contextOf(municipalJson, fullMessage(), caseSystem, suiteNow);

/** The same system with parts of its profile replaced. */
export const withProfile = (over: Partial<(typeof context)['options']['profile']>) => ({
  ...context,
  options: { ...context.options, profile: { ...context.options.profile, ...over } },
});
