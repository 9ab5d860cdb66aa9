import type { TeamMember } from '../../../contracts/canonical/convocation.ts';
import type { Finding } from '../../ports.ts';
import type { ConvocationDeps } from './deps.ts';

/** Certified mailboxes to which the formal notice waits, because the gateway has no relay for them. `at` is the pointer of the list. */
export const pecFindings = (
  { hasPecRelay }: Pick<ConvocationDeps, 'hasPecRelay'>,
  members: readonly TeamMember[],
  at: string,
): readonly Finding[] =>
  hasPecRelay
    ? []
    : members.flatMap(({ pec }, index) =>
        pec === undefined ? [] : [{ pointer: `${at}/${index}/pec`, code: 'pec/not-configured' }],
      );
