import type { Texts } from '../texts/index.ts';
import type { PageBlock, Role } from './flow.ts';

export const regular = (role: Role, text: string): PageBlock => ({ role, runs: [{ text, weight: 'regular' }] });
export const semibold = (role: Role, text: string): PageBlock => ({ role, runs: [{ text, weight: 'semibold' }] });
export const bullet = (text: string): PageBlock => regular('LI', `• ${text}`);
export const fact = ({ colon }: Pick<Texts, 'colon'>, label: string, value: string): PageBlock => ({
  role: 'Fact',
  runs: [
    { text: `${label}${colon}`, weight: 'semibold' },
    { text: value, weight: 'regular' },
  ],
});
