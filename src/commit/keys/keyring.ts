/** The deployment's secrets. None of them ever reaches the database. */
export type Keyring = {
  /** The master key that new data keys are wrapped under. */
  readonly current: string;
  /** Every master key that may still be needed, by id, 32 bytes each. */
  readonly masterKeys: ReadonlyMap<string, Uint8Array>;
  /** At least 32 bytes, kept for good: identifiers are found, and ledger digests compared, through keys derived from it. */
  readonly indexSecret: Uint8Array;
};

/** A subject's data key as it is stored: wrapped, with the id of the master key; null once it was destroyed. */
export type WrappedKey = { readonly data_key: Uint8Array | null; readonly master_key_id: string };

/** What a ciphertext is bound to (AES-256-GCM additional data): moved to another row or version, it does not open. */
export const place = {
  dataKey: (subjectId: string, masterKeyId: string) => `data_key/${subjectId}/${masterKeyId}`,
  event: (stream: string, version: number) => `event/${stream}/${version}`,
  eventPart: (stream: string, version: number, part: string) => `event/${stream}/${version}/${part}`,
  analysis: (id: string, version: number) => `analysis/${id}/${version}`,
  referral: (id: string, version: number) => `referral/${id}/${version}`,
  profile: (subjectId: string) => `subject/${subjectId}/profile`,
  documentReference: (consentId: string, version: number) => `consent/${consentId}/${version}/document_reference`,
};
