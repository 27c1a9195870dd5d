import { ModelError } from '../model-error.ts';
import type { Claim } from './claim.ts';
import { c1 } from './claims/c01.ts';
import { c2 } from './claims/c02.ts';
import { c3 } from './claims/c03.ts';
import { c4 } from './claims/c04.ts';
import { c5 } from './claims/c05.ts';
import { c6 } from './claims/c06.ts';
import { c7 } from './claims/c07.ts';
import { c8 } from './claims/c08.ts';
import { c9 } from './claims/c09.ts';
import { c10 } from './claims/c10.ts';
import { c11 } from './claims/c11.ts';
import { c12 } from './claims/c12.ts';
import { c13 } from './claims/c13.ts';
import { c14 } from './claims/c14.ts';
import { c15 } from './claims/c15.ts';
import { c16 } from './claims/c16.ts';
import { c17 } from './claims/c17.ts';
import { c18 } from './claims/c18.ts';
import { c19 } from './claims/c19.ts';
import { c20 } from './claims/c20.ts';
import { c21 } from './claims/c21.ts';
import { c22 } from './claims/c22.ts';
import { c23 } from './claims/c23.ts';
import { c24 } from './claims/c24.ts';
import { c25 } from './claims/c25.ts';
import { c26 } from './claims/c26.ts';
import { x1 } from './claims/x01.ts';
import { x2 } from './claims/x02.ts';
import { x3 } from './claims/x03.ts';
import { x4 } from './claims/x04.ts';
import { x5 } from './claims/x05.ts';
import { x6 } from './claims/x06.ts';
import { x7 } from './claims/x07.ts';
import { x8 } from './claims/x08.ts';
import { x9 } from './claims/x09.ts';
import { x10 } from './claims/x10.ts';

/** The mails' claims in their order, then what neither mentions. */
export const claims: readonly Claim[] = [
  c1,
  c2,
  c3,
  c4,
  c5,
  c6,
  c7,
  c8,
  c9,
  c10,
  c11,
  c12,
  c13,
  c14,
  c15,
  c16,
  c17,
  c18,
  c19,
  c20,
  c21,
  c22,
  c23,
  c24,
  c25,
  c26,
  x1,
  x2,
  x3,
  x4,
  x5,
  x6,
  x7,
  x8,
  x9,
  x10,
];

/** The claim with this id, in any case. Throws ModelError, which names the ids there are, for any other. */
export function claimById(id: string): Claim {
  const claim = claims.find((candidate) => candidate.id === id.toUpperCase());
  if (claim !== undefined) return claim;
  throw new ModelError(`there is no claim '${id}': the mails' claims are C1 to C26, those nobody mentioned X1 to X10.`);
}
