import { authProblems } from './problems/auth.ts';
import { convocationProblems } from './problems/convocation.ts';
import { exchangeProblems } from './problems/exchange.ts';
import { gatewayProblems } from './problems/gateway.ts';
import { personProblems } from './problems/person.ts';
import { referralProblems } from './problems/referral.ts';
import { requestProblems } from './problems/request.ts';
import { trustProblems } from './trust-problems.ts';

/** The closed catalogue of problems: every error reply carries one of these codes. Published in the OpenAPI document and the docs. */
export const problems = {
  ...trustProblems,
  ...requestProblems,
  ...authProblems,
  ...referralProblems,
  ...convocationProblems,
  ...personProblems,
  ...exchangeProblems,
  ...gatewayProblems,
} as const;

export type ProblemCode = keyof typeof problems;
