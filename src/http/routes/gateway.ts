import * as declared from '../../../contracts/api/gateway.ts';
import document from '../../../contracts/api/openapi.json' with { type: 'json' };
import { createDocsPage } from '../docs/page.ts';
import { operation } from '../operation.ts';
import type { Server } from '../server.ts';

export function gatewayRoutes(server: Server): void {
  operation(server, declared.showStatus, () => server.gateway.status());

  const json = documentAt(server.publicUrl);
  operation(server, declared.showDocument, async () => ({
    raw: { status: 200, contentType: 'application/json', body: json },
  }));

  const page = createDocsPage(server.digest);
  operation(server, declared.showDocs, async () => {
    const { html, policy } = await page();
    return {
      raw: { status: 200, contentType: 'text/html; charset=utf-8', body: html },
      headers: { 'content-security-policy': policy },
    };
  });
}

/** The committed document names an example territory; this gateway's own names this gateway, so that a generated client calls it. */
const documentAt = (url: string): string =>
  JSON.stringify(document, (name, value: unknown) => {
    if (name === 'servers') return [{ url }];
    return name === 'tokenUrl' ? `${url}/oauth/token` : value;
  });
