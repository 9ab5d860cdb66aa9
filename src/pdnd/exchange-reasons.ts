import { isUuid } from '../../contracts/canonical/ids.ts';
import { type Reason, reason } from './assertion-reasons.ts';
import type { Claims } from './claim-reasons.ts';

/** What PDND holds of an asynchronous exchange. */
export type Exchange = { readonly allowed: boolean; readonly entitiesMax: number | null };

/** The steps of an exchange, and what each must say. */
const steps: Readonly<Record<string, readonly ('interactionId' | 'urlCallback' | 'entityNumber')[]>> = {
  start_interaction: ['urlCallback'],
  callback_invocation: ['interactionId', 'entityNumber'],
  get_resource: ['interactionId'],
  confirmation: ['interactionId'],
};

export function exchangeReasons(claims: Claims, { allowed, entitiesMax }: Exchange): Reason[] {
  const { scope, interactionId, urlCallback, entityNumber } = claims;
  if (scope === undefined || scope === '') return [reason('0034')];
  if (typeof scope !== 'string' || !Object.hasOwn(steps, scope)) return [reason('0035')];
  const needs = steps[scope] ?? [];
  const found = [
    ...(interactionId === undefined
      ? needs.includes('interactionId')
        ? [reason('0041')]
        : []
      : isUuid(interactionId)
        ? []
        : [reason('0036')]),
    ...(urlCallback === undefined
      ? needs.includes('urlCallback')
        ? [reason('0040')]
        : []
      : isAddress(urlCallback)
        ? []
        : [reason('0037')]),
    ...(entityNumber === undefined
      ? needs.includes('entityNumber')
        ? [reason('0042')]
        : []
      : entityReasons(entityNumber, entitiesMax)),
  ];
  return found.length > 0 || allowed ? found : [reason('0039')];
}

const isAddress = (value: unknown): boolean => typeof value === 'string' && URL.parse(value)?.protocol === 'https:';

function entityReasons(value: unknown, max: number | null): Reason[] {
  if (typeof value !== 'number') return [reason('0038')];
  return Number.isInteger(value) && value > 0 && (max === null || value <= max) ? [] : [reason('0043')];
}
