import * as declared from '../../../contracts/api/oauth.ts';
import { publish } from '../../policy/index.ts';
import type { Disclosed } from '../../ports.ts';
import { operation } from '../operation.ts';
import type { Server } from '../server.ts';

export function oauthRoutes(server: Server): void {
  operation(server, declared.issueToken, async (_call, { body }) => {
    const token = await server.issueToken(body);
    return 'refused' in token ? token : answer(publish(token));
  });
  operation(server, declared.showKeys, async () => answer(publish(await server.publicKeys())));
}

const answer = <T>(body: Disclosed<T>) => ({ refused: false, status: 200, headers: {}, body }) as const;
