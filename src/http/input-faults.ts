import type { z } from 'zod';
import { faultsOf } from '../../contracts/canonical/faults.ts';
import type { ProblemError } from '../../contracts/canonical/problem.ts';

const faultsMax = 100;

// A name that no contract would choose may be anything, a person's number included, and is not given back.
const presentable = /^(?:[A-Za-z][A-Za-z_-]{0,39}|\d{1,4})$/;

/** What is wrong with the body, by JSON pointer. */
export const bodyFaults = (error: z.core.$ZodError, body: unknown): ProblemError[] =>
  faultsOf(error.issues.slice(0, faultsMax), body)
    .slice(0, faultsMax)
    .map((fault) => ({ ...fault, pointer: withoutNames(fault.pointer) }));

/** What is wrong with parameters, as `query:limit`. */
export const parameterFaults = (place: 'query' | 'header', error: z.core.$ZodError, values: unknown): ProblemError[] =>
  faultsOf(error.issues.slice(0, faultsMax), values)
    .slice(0, faultsMax)
    .map((fault) => ({ ...fault, pointer: `${place}:${withoutNames(fault.pointer).slice(1)}` }));

const withoutNames = (pointer: string): string =>
  pointer
    .split('/')
    .map((part, index) => (index === 0 || presentable.test(part) ? part : '*'))
    .join('/');
