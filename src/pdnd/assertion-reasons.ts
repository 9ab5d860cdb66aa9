/**
 * What PDND checks on a client assertion, in the order in which it does. The caller of its token endpoint is told 015-0008, whatever
 * it was; these are the numbers that PDND gives the checks inside. `seen`: from what each can be told before anybody asks PDND: the
 * request itself, the keys that are published for the client, or only what PDND holds.
 */
export const assertionReasons = {
  '0002': row('request', 'client_assertion_type is urn:ietf:params:oauth:client-assertion-type:jwt-bearer', 'Send it.'),
  '0003': row('request', 'grant_type is client_credentials', 'Send it.'),
  '0023': row('request', 'client_id is a UUID', 'Send the identifier of the client as PDND shows it.'),
  '0006': row('request', 'client_assertion is a JWT of three parts', 'Send one signed JWT in compact form.'),
  '0007': row('request', 'the header of the assertion is JSON', 'Make the header a JSON object in base64url.'),
  '0015': row('request', 'the header has kid', 'Put the kid of the key as PDND shows it into the header.'),
  '0031': row(
    'request',
    'kid has 43 base64url characters',
    'Use the kid that PDND gave the uploaded key: its thumbprint.',
  ),
  '0028': row('request', 'the header has alg', 'Put alg RS256 into the header.'),
  '0029': row('request', 'alg is RS256', 'Sign with an RSA key of 2048 bits at least and RS256.'),
  '0005': row('request', 'aud is there', 'Put the audience of the token endpoint into aud.'),
  '0004': row(
    'request',
    'aud is the audience of the token endpoint, without a scheme',
    'Write it as auth.interop.pagopa.it/client-assertion, as PDND shows it for the environment.',
  ),
  '0008': row('request', 'jti is there', 'Put a new identifier into jti for each assertion.'),
  '0009': row('request', 'iat is there', 'Put the present time in seconds into iat.'),
  '0010': row('request', 'exp is there', 'Put a time shortly after iat into exp, in seconds.'),
  '0011': row('request', 'iss is there', 'Put the client_id into iss.'),
  '0012': row('request', 'sub is there', 'Put the client_id into sub.'),
  '0024': row('request', 'sub is a UUID', 'Put the client_id into sub.'),
  '0013': row('request', 'sub is the client_id of the form', 'Send the same identifier in sub and in client_id.'),
  '0030': row('request', 'purposeId is there', 'Put the identifier of the purpose into purposeId.'),
  '0014': row('request', 'purposeId is a UUID', 'Put the identifier of the purpose as PDND shows it into purposeId.'),
  '0025': row(
    'request',
    'digest is {alg, value}',
    'Make digest an object with alg and value, both text, and nothing else.',
  ),
  '0027': row('request', 'digest.alg is SHA256', 'Write SHA256, without a hyphen.'),
  '0026': row('request', 'digest.value has 64 characters', 'Write the SHA-256 in hexadecimal, not in base64.'),
  '0032': row(
    'request',
    'nothing is there beyond kid, alg, typ in the header and iss, sub, aud, jti, iat, exp, purposeId, digest in the claims',
    'Leave nbf, client_id and whatever else out, and give each claim its type.',
  ),
  '0016': row(
    'keys',
    'the signature can be verified: kid names a key of the client, and no extension is asked for',
    'Upload the public key to this client on PDND, or use the kid and client that belong together.',
  ),
  '0018': row('request', 'the token is sound: its signature is base64url', 'Send the token as the library made it.'),
  '0033': row('keys', 'the signature verifies with the key that kid names', 'Sign with the private half of that key.'),
  '0001': row(
    'keys',
    'the key can be used: RSA of 2048 bits at least',
    'Upload another key; if the key is sound, PDND failed: ask its support.',
  ),
  '0019': row('request', 'nbf is not ahead', 'Leave nbf out; check the clock.'),
  '0017': row('request', 'exp is not past', 'Make a new assertion for each request; check the clock.'),
  '0020': row(
    'platform',
    'the purpose exists, is active and is associated with this client',
    'Compare purposeId with the purpose on PDND; activate it, or have its version approved; associate the client with it.',
  ),
  '0021': row(
    'platform',
    'the agreement (richiesta di fruizione) is active',
    'Have it approved, or take it up again, on PDND.',
  ),
  '0022': row(
    'platform',
    'the e-service is active',
    'Ask the body that publishes it: its version is suspended or archived.',
  ),
  '0034': row('request', 'scope is there', 'Put the step of the exchange into scope.'),
  '0035': row(
    'request',
    'scope is a step of an asynchronous exchange',
    'Write start_interaction, callback_invocation, get_resource or confirmation.',
  ),
  '0041': row(
    'request',
    'interactionId is there',
    'Put the identifier that PDND gave at the start into interactionId.',
  ),
  '0036': row(
    'request',
    'interactionId is a UUID',
    'Put the identifier that PDND gave at the start into interactionId.',
  ),
  '0040': row('request', 'urlCallback is there', 'Put the address that is to be called back into urlCallback.'),
  '0037': row('request', 'urlCallback is an address with https', 'Write it in full, with https.'),
  '0042': row('request', 'entityNumber is there', 'Say in entityNumber how many there are.'),
  '0038': row('request', 'entityNumber is a number', 'Write it as a number.'),
  '0043': row('request', 'entityNumber is a whole number above zero, and not more than allowed', 'Correct it.'),
  '0039': row('platform', 'the e-service allows asynchronous exchange', 'Obtain a plain voucher: leave scope out.'),
} as const satisfies Record<string, AssertionCheck>;

export type ReasonCode = keyof typeof assertionReasons;

type AssertionCheck = {
  readonly seen: 'request' | 'keys' | 'platform';
  /** What must hold. */
  readonly checks: string;
  readonly mend: string;
};

/** One check that does not hold. `detail` names what was found where the check alone does not say it; never a value. */
export type Reason = AssertionCheck & { readonly code: ReasonCode; readonly detail: string | null };

export const reason = (code: ReasonCode, detail: string | null = null): Reason => ({
  code,
  ...assertionReasons[code],
  detail,
});

function row(seen: AssertionCheck['seen'], checks: string, mend: string): AssertionCheck {
  return { seen, checks, mend };
}
