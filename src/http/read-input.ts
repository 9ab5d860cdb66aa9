import type { Declaration } from '../../contracts/api/declaration.ts';
import type { Later } from '../ports.ts';
import { refuse } from '../problem.ts';
import type { Rejection } from './exit.ts';
import { bodyReader } from './parse-body.ts';
import { parameterReader } from './read-parameters.ts';
import type { HttpLimits } from './server.ts';
import type { Prove } from './trail.ts';

/** Everything that an operation asks for, checked against its declaration. */
export type Checked = {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly bytes: Uint8Array | undefined;
  readonly idempotencyKey: string | undefined;
  readonly version: number;
  readonly later: Later;
};

/**
 * Reads a request as its operation declares it. Faults of path, query, headers and body are told together.
 * Where proofs are checked, the order is: what cannot be taken as bytes (415, 413, a body that breaks off), the proofs over those bytes, and
 * only then what the path, the headers and the body say.
 */
export function inputReader(declaration: Declaration, limits: HttpLimits) {
  const readParameters = parameterReader(declaration);
  const reader = declaration.body === undefined ? undefined : bodyReader(declaration.body, limits);

  return async function readInput(
    request: Request,
    pathValues: unknown,
    prove: Prove | null,
  ): Promise<Checked | Rejection> {
    const parameters = readParameters(pathValues, request.url, request.headers);
    if (prove === null && 'refused' in parameters) return parameters;
    const received = await reader?.receive(request);
    if (received !== undefined && 'refused' in received) return received;
    const unproven = await prove?.(received === undefined || received.bytes.byteLength === 0 ? null : received.bytes);
    if (unproven) return unproven;
    if ('refused' in parameters) return parameters;
    const body = received && reader?.read(received, request);
    if (body !== undefined && 'refused' in body) return body;
    const { faults, code, ...values } = parameters;
    const errors = body === undefined ? faults : [...faults, ...body.faults];
    if (errors.length > 0) {
      return { ...refuse(faults.length > 0 ? code : 'request/invalid-body', { errors }), typed: body?.typed };
    }
    return { ...values, body: body?.value, bytes: body?.bytes };
  };
}
