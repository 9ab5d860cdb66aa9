import { taxCodeIn } from '../../contracts/canonical/tax-code.ts';
import { digestFault, limitsOf, type Sha256 } from '../modi/index.ts';
import type { Awaitable, Clock, NetworkView, PublishedKeyOf, Store, VerifyProofs } from '../ports.ts';
import { takeOnce } from './answered.ts';
import { createActingUser } from './evidence.ts';
import { certificateFault, requirementOf, voucherKindFault } from './requirement.ts';
import { signatureOf } from './signature.ts';

export type VerifyProofsPorts = {
  readonly publishedKeyOf: PublishedKeyOf;
  readonly useOnce: Store['useOnce'];
  readonly now: Clock;
  readonly network: () => Awaitable<NetworkView | null>;
  /** Absent: that of WebCrypto. */
  readonly digest?: Sha256;
  /** A keyed digest, which nobody can guess back: what stands for a user whose id is a person's number. */
  readonly pseudonymOf: (text: string) => Promise<string>;
};

/** As many operators as act within the life of one evidence, about ten minutes. */
const evidencesMax = 5_000;
const nothing = new Uint8Array();

/**
 * In order: kind of voucher, certificate, evidence, digest, signature. The jti of the signature is taken last, so that a request that is
 * refused for something else may be sent again as it is; a store that does not answer lets nothing pass.
 */
export function createVerifyProofs(ports: VerifyProofsPorts): VerifyProofs {
  const actingUser = createActingUser(evidencesMax);

  // Many bodies number their users by tax code. The ledger, and partners after it, learn that it is the same one, and no more.
  const inLedger = async (user: string): Promise<string> => {
    const taxCode = taxCodeIn(user);
    return taxCode === null ? user : `user-${await ports.pseudonymOf(taxCode)}`;
  };

  return async function verifyProofs(request) {
    const { caller, headers } = request;
    const network = await ports.network();
    if (network === null) return { refused: true, code: 'gateway/unavailable' };
    const { trust } = network.document;
    if (trust === undefined) return caller;
    const client = network.client(caller.client_id);
    if (client === undefined) return { refused: true, code: 'auth/client-unknown' };

    const required = requirementOf(trust, request);
    const broken = voucherKindFault(required, request) ?? certificateFault(required, request);
    if (broken !== null) return broken;

    const signer = { caller, client, trust, publishedKeyOf: ports.publishedKeyOf };
    const limits = limitsOf(trust.tolerances);
    const nowSeconds = Math.floor(Date.parse(ports.now()) / 1000);
    const evidence = headers.get('agid-jwt-trackingevidence');
    const user = await actingUser(signer, evidence, required.evidence, limits, nowSeconds);
    if (user !== null && typeof user !== 'string') return user;

    const body = request.body ?? nothing;
    const digest = headers.get('digest');
    const altered = digest === null ? null : await digestFault(digest, body, ports.digest);
    if (altered !== null) return altered;

    const shown = { headers, hasBody: body.length > 0 };
    const signature = await signatureOf(signer, shown, required.signature, limits, nowSeconds);
    if (signature !== null && 'refused' in signature) return signature;
    if (signature !== null) {
      const { jti, untilSeconds } = signature;
      const used = await takeOnce(ports.useOnce, 'signature', caller.client_id, jti, untilSeconds, ports.digest);
      if (used !== null) return used;
    }
    return user === null ? caller : { ...caller, acting_user: await inLedger(user) };
  };
}
