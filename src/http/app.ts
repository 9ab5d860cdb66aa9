import { Hono } from 'hono';
import { operations } from '../../contracts/api/operations.ts';
import { refuse } from '../problem.ts';
import { attested } from './attest.ts';
import { problemReply, respond } from './exit.ts';
import { logThrown } from './log.ts';
import { answerRoutes } from './routes/answers.ts';
import { consentRoutes } from './routes/consents.ts';
import { convocationRoutes } from './routes/convocations.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import { directoryRoutes } from './routes/directory.ts';
import { exchangeRoutes } from './routes/exchanges.ts';
import { gatewayRoutes } from './routes/gateway.ts';
import { inboundRoutes } from './routes/inbound.ts';
import { mailboxRoutes } from './routes/mailbox.ts';
import { networkRoutes } from './routes/network.ts';
import { oauthRoutes } from './routes/oauth.ts';
import { referralRoutes } from './routes/referrals.ts';
import { subjectRoutes } from './routes/subjects.ts';
import { suspensionRoutes } from './routes/suspensions.ts';
import { tracingRoutes } from './routes/tracing.ts';
import { anonymousVisit, createServer, type HttpPorts } from './server.ts';
import { noteVoucher, startTrail } from './trail.ts';

/** The HTTP surface: one operation for each declaration of contracts/api, and a problem for everything else. */
export function createApp(ports: HttpPorts): Hono {
  const server = createServer(ports, new Hono());
  referralRoutes(server);
  consentRoutes(server);
  convocationRoutes(server);
  subjectRoutes(server);
  directoryRoutes(server);
  networkRoutes(server);
  exchangeRoutes(server);
  deliveryRoutes(server);
  suspensionRoutes(server);
  tracingRoutes(server);
  mailboxRoutes(server);
  answerRoutes(server);
  inboundRoutes(server);
  oauthRoutes(server);
  gatewayRoutes(server);

  server.app.notFound(async (c) => {
    const visit = anonymousVisit(server, c.req.raw, c.env);
    const trail = startTrail(c.req.raw, 'unknown');
    await noteVoucher(server, trail, visit);
    const allow = allowedAt(c.req.path);
    if (allow !== undefined && c.req.method === 'OPTIONS')
      return attested(server, trail, visit, respond(null, 204, visit, { allow }));
    const refusal =
      allow === undefined
        ? refuse('request/unknown-path')
        : refuse('request/method-not-allowed', { detail: `The path allows ${allow}.` });
    trail.fault = refusal.code;
    return attested(server, trail, visit, problemReply(refusal, visit, allow === undefined ? {} : { allow }));
  });
  server.app.onError((error, c) => {
    const visit = anonymousVisit(server, c.req.raw, c.env);
    logThrown(server.log, 'unknown', visit, error);
    const trail = { ...startTrail(c.req.raw, 'unknown'), fault: 'gateway/failure' as const };
    return attested(server, trail, visit, problemReply(refuse('gateway/failure'), visit));
  });
  return server.app;
}

/** The methods of each path, as the Allow header lists them. HEAD is answered wherever GET is. */
const allowed = [...Map.groupBy(operations, ({ path }) => path)].map(([path, ofPath]) => {
  const methods = ofPath.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
  const shape = path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+');
  return { shape: new RegExp(`^${shape}$`), allow: [...methods, 'OPTIONS'].join(', ') };
});

// Looked up only where no route was found: a route of its own for every path would stand in the way of every request.
const allowedAt = (path: string): string | undefined => allowed.find(({ shape }) => shape.test(path))?.allow;
