import { expect, it } from 'vitest';
import { pecFindings } from '../../src/command/convocation/pec-findings.ts';
import { teamMember } from './core/convocation-sample.ts';

it('tells each certified mailbox that no relay is there for, by its place', () => {
  const members = [teamMember('assistente'), teamMember('psicologa', { pec: 'psicologa@pec.example.it' })];
  const found = pecFindings({ hasPecRelay: false }, members, '/members');
  expect(found).toEqual([{ pointer: '/members/1/pec', code: 'pec/not-configured' }]);
  expect(pecFindings({ hasPecRelay: true }, members, '/members')).toEqual([]);
});
