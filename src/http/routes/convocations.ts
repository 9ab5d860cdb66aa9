import * as analyses from '../../../contracts/api/analyses.ts';
import * as declared from '../../../contracts/api/convocations.ts';
import { takeMail } from '../../../contracts/api/mail.ts';
import { asFile } from '../as-file.ts';
import { operation } from '../operation.ts';
import type { Server } from '../server.ts';

export function convocationRoutes(server: Server): void {
  const { gateway } = server;
  operation(server, analyses.recordAnalysis, (call, { body }) => gateway.recordAnalysis(call, body));
  operation(server, analyses.reviseAnalysis, (call, { params, version, body }) =>
    gateway.reviseAnalysis(call, { ...params, if_match_version: version, content: body }),
  );
  operation(server, analyses.listAnalyses, (call, { query }) => gateway.listAnalyses(call, query));
  operation(server, analyses.readAnalysis, (call, { params }) => gateway.readAnalysis(call, params));
  operation(server, declared.convene, (call, { body }) => gateway.convene(call, body));
  operation(server, declared.listConvocations, (call, { query }) => gateway.listConvocations(call, query));
  operation(server, declared.readConvocation, (call, { params }) => gateway.readConvocation(call, params));
  operation(server, declared.recordConvocationEvent, (call, { params, version, body }) =>
    gateway.recordConvocationEvent(call, { ...params, if_match_version: version, event: body }),
  );
  operation(server, declared.answerConvocation, (call, { params, body }) =>
    gateway.answerConvocation(call, { ...params, ...body }),
  );
  operation(server, declared.readCalendar, async (call, { params, query }) => {
    const outcome = await gateway.readCalendar(call, { ...params, ...query });
    return 'replayed' in outcome || outcome.refused || outcome.body === null ? outcome : { raw: outcome.body };
  });
  operation(server, declared.readLetter, async (call, { params, query }) =>
    asFile(await gateway.readLetter(call, { ...params, ...query })),
  );
  operation(server, declared.proposeMeetings, (call, { body }) => gateway.proposeMeetings(call, body));
  operation(server, takeMail, (call, { body }) => gateway.takeMail(call, { raw: body }));
}
