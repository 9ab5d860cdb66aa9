import { SMTPServer } from 'smtp-server';

/** The least of a relay: takes every message and counts it, and apart those that hold a calendar and a PDF. */
let taken = 0;
let complete = 0;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  onData: (stream, _session, done) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const message = Buffer.concat(chunks);
      taken += 1;
      if (message.includes('\r\nContent-Type: text/calendar') && message.includes('\r\nContent-Type: application/pdf'))
        complete += 1;
      done();
    });
  },
});
server.on('error', () => {});
const net = server.listen(0, '127.0.0.1', () => {
  const address = net.address();
  if (typeof address === 'object' && address !== null) process.send?.({ port: address.port });
});
process.on('message', (message) => {
  if (message === 'count') process.send?.({ taken, complete });
  else process.exit(0);
});
// Never outlives the benchmark.
process.on('disconnect', () => process.exit(0));
