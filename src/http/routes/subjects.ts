import { searchSubject } from '../../../contracts/api/subjects.ts';
import { operation } from '../operation.ts';
import type { Server } from '../server.ts';

export function subjectRoutes(server: Server): void {
  operation(server, searchSubject, (call, { body }) => server.gateway.searchSubject(call, body));
}
