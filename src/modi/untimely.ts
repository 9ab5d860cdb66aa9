import { type TrustCode, trustProblems } from '../../contracts/catalogue/trust-problems.ts';
import type { Refusal } from '../ports.ts';
import { fault } from './fault.ts';

type Fault = 'old' | 'early' | 'past';
type TimeCode = Extract<TrustCode, `${string}-${Fault}`>;

const measured = (code: TimeCode, seconds: string): string => {
  if (code.endsWith('-old')) return `more than the ${seconds} allowed, by the clock of the gateway`;
  if (code.endsWith('-early')) return `more than the ${seconds} allowed ahead of the clock of the gateway`;
  return `${seconds} after it are allowed, by the clock of the gateway`;
};

/** A time that does not hold, with the tolerance and the clock that it was measured by, and never the time itself. */
export function untimely(code: TimeCode, secondsMax: number): Refusal {
  const { title, cure } = trustProblems[code];
  const seconds = `${secondsMax} second${secondsMax === 1 ? '' : 's'}`;
  return fault(code, `${title}: ${measured(code, seconds)}. ${cure}`);
}
