import { createServer } from 'node:http';

/** The least of a FHIR server: takes every transaction and says so. It counts what it took, and in which order per conversation. */
let taken = 0;
const server = createServer((request, reply) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const bundle = JSON.parse(Buffer.concat(chunks).toString()) as {
      readonly entry?: readonly { readonly resource: { readonly resourceType: string } }[];
    };
    const entry = (bundle.entry ?? []).map(({ resource }, i) => ({
      response: { status: '201 Created', location: `${resource.resourceType}/${taken}-${i}/_history/1` },
    }));
    taken += 1;
    const body = JSON.stringify({ resourceType: 'Bundle', type: 'transaction-response', entry });
    reply
      .writeHead(200, { 'content-type': 'application/fhir+json', 'content-length': Buffer.byteLength(body) })
      .end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.send?.({ port: address.port });
});
process.on('message', (message) => {
  if (message === 'count') process.send?.({ taken });
  else server.close(() => process.exit(0));
});
// Never outlives the benchmark.
process.on('disconnect', () => process.exit(0));
