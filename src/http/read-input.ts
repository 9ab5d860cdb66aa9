import type { Declaration } from '../../contracts/api/declaration.ts';
import type { Later } from '../ports.ts';
import { refuse } from '../problem.ts';
import type { Rejection } from './exit.ts';
import { bodyReader } from './parse-body.ts';
import { parameterReader } from './read-parameters.ts';
import type { HttpLimits } from './server.ts';

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

/** Reads a request as its operation declares it. Faults of path, query, headers and body are told together. */
export function inputReader(declaration: Declaration, limits: HttpLimits) {
  const readParameters = parameterReader(declaration);
  const readBody = declaration.body === undefined ? undefined : bodyReader(declaration.body, limits);

  return async function readInput(request: Request, pathValues: unknown): Promise<Checked | Rejection> {
    const parameters = readParameters(pathValues, request.url, request.headers);
    if ('refused' in parameters) return parameters;
    const body = await readBody?.(request);
    if (body !== undefined && 'refused' in body) return body;
    const { faults, code, ...values } = parameters;
    const errors = body === undefined ? faults : [...faults, ...body.faults];
    if (errors.length > 0) {
      return { ...refuse(faults.length > 0 ? code : 'request/invalid-body', { errors }), typed: body?.typed };
    }
    return { ...values, body: body?.value, bytes: body?.bytes };
  };
}
