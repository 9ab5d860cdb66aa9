/** What the document says of the interface itself. The address is that of the example territory; a deployment has its own. */
export const info = {
  title: 'Raccordo',
  version: '1.0.0',
  description:
    "Interoperability gateway for the local networks of the Assegno di inclusione. One body says something in its own words; the gateway decides whether it may be said, to whom, how much of it and for which purpose, keeps it, and says it to the other body in its words.\n\nCallers prove who they are with an access token of the gateway, with HTTP Basic where it is allowed, or with a voucher of PDND (security schemes `oauth2`, `basic`, `voucher`, `dpop`). Beside a voucher the network document may ask for a signature over the body (`Digest`, `Agid-JWT-Signature`: INTEGRITY_REST_02) and for an evidence of who acts (`Agid-JWT-TrackingEvidence`: AUDIT_REST_01, AUDIT_REST_02); replies to whoever shows them are then signed, errors included. The rules are those of AgID (https://www.agid.gov.it), Linee Guida sull'interoperabilità tecnica delle Pubbliche Amministrazioni, Pattern di sicurezza.\n\nEvery error is a problem (RFC 9457) with a stable `code` of `x-problem-catalogue`. Where vouchers of PDND count, every operation with a scope may also answer the codes of `x-trust-problem-codes`, or, where disclosure is coarse, `auth/proof-unaccepted`, `auth/proof-refused` and `auth/proof-forbidden` in their place. Members that the contract does not know are refused in requests and may be added to replies. `x-data-class` tells the class of the disclosure matrix that a field belongs to.",
  termsOfService: 'https://raccordo.example.it/terms',
  contact: { name: 'Raccordo', url: 'https://raccordo.example.it', email: 'raccordo@example.it' },
  license: { name: 'EUPL-1.2', url: 'https://eupl.eu/1.2/en/' },
  'x-summary': 'Referrals between the bodies of a local network',
  'x-api-id': '019aa3c0-7d52-7a10-8f00-00000000a910',
};

export const servers = [{ url: 'https://raccordo.example.it', description: 'Example territory' }] as const;

export const tags = [
  { name: 'referrals', description: 'Sending a person to a service, and what becomes of it' },
  { name: 'consents', description: 'Evidence: consents, statutory authorisations, objections' },
  { name: 'convocations', description: 'Convening the team, its answers, its minutes' },
  { name: 'subjects', description: 'Finding a person' },
  { name: 'directory', description: 'Who takes part, what they offer, for which purposes' },
  { name: 'network', description: 'The network document, for its administrator' },
  { name: 'exchanges', description: 'The ledger' },
  { name: 'deliveries', description: 'What leaves toward the systems, for operators' },
  { name: 'mailbox', description: 'For systems that pull' },
  { name: 'answers', description: 'For whoever was convened: the pages behind the links of a mail' },
  { name: 'inbound', description: 'For systems that speak their own language' },
  { name: 'callers', description: 'Proving who is calling' },
  { name: 'gateway', description: 'The gateway itself' },
];
