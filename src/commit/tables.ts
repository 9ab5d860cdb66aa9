/** The tables of migrations/, as Kysely types its queries by them. */
export type Tables = {
  guard: GuardTable;
  event: EventTable;
  referral: ReferralTable;
  subject: SubjectTable;
  subject_identifier: { blind: Uint8Array; subject_id: string };
  consent: ConsentTable;
  evidence_head: { subject_id: string; version: number };
  network: { version: number; document: string; applied_by: string; at: string };
  delivery: DeliveryTable;
  circuit: CircuitTable;
  exchange: ExchangeTable;
  reply: ReplyTable;
  once: { used_key: string; expires_at: string };
  event_part: EventPartTable;
  convocation: ConvocationTable;
  convocation_party: { organization: string; convocation_id: string };
  analysis: AnalysisTable;
  link: LinkTable;
  kept: { kept_key: string; value: string; expires_at: string };
};

/** One column per fact a unit can stand on; the names are those of the conflicts. */
export type GuardTable = {
  stream_version: number;
  network_version: number;
  evidence_version: number;
  subject_identifier: number;
  lease: number;
  delivery_state: number;
  link: number;
};

export type EventTable = {
  stream: string;
  version: number;
  type: string;
  at: string;
  actor: string;
  subject_id: string;
  sealed: Uint8Array;
};

export type EventPartTable = {
  stream: string;
  version: number;
  part: string;
  subject_id: string;
  sealed: Uint8Array;
};

export type ConvocationTable = {
  id: string;
  version: number;
  status: string;
  organizer: string;
  purpose: string;
  starts_at: string;
  next_due: string | null;
  created_at: string;
  updated_at: string;
};

export type AnalysisTable = {
  id: string;
  version: number;
  subject_id: string;
  recorded_by: string;
  recorded_at: string;
  sealed: Uint8Array;
};

export type LinkTable = {
  digest: string;
  kind: string;
  convocation_id: string;
  member: string;
  views_left: number;
  expires_at: string;
  created_at: string;
};

export type ReferralTable = {
  id: string;
  version: number;
  status: string;
  initiator: string;
  recipient: string | null;
  service: string;
  purpose: string;
  kind: string;
  subject_id: string;
  conversation_id: string;
  created_at: string;
  updated_at: string;
  sealed: Uint8Array | null;
};

export type SubjectTable = {
  id: string;
  data_key: Uint8Array | null;
  master_key_id: string;
  profile: Uint8Array | null;
  created_at: string;
};

export type ConsentTable = {
  id: string;
  version: number;
  subject_id: string;
  registered_by: string;
  record: string;
  document_reference: Uint8Array | null;
};

export type DeliveryTable = {
  id: string;
  referral_id: string;
  version: number;
  task: string;
  event: string;
  initiator: string;
  recipient: string;
  system: string;
  purpose: string;
  lane: string;
  state: string;
  attempts: number;
  code: string | null;
  detail: string | null;
  findings: string;
  due_at: string | null;
  sent_step: string;
  sent_at: string | null;
  settled_at: string | null;
  lease: string | null;
  lease_until: string | null;
  created_at: string;
  correlation_id: string;
  acting_user: string | null;
  client: string | null;
  member: string | null;
};

export type CircuitTable = {
  system_id: string;
  failures: number;
  open_until: string | null;
  suspended: number;
  reason: string | null;
  version: number;
};

export type ExchangeTable = {
  id: string;
  at: string;
  correlation_id: string;
  operation: string;
  direction: string;
  sender: string | null;
  receiver: string | null;
  system: string | null;
  client: string | null;
  acting_user: string | null;
  subject_id: string | null;
  referral_id: string | null;
  delivery_id: string | null;
  purpose: string | null;
  legal_basis: string | null;
  evidence: string | null;
  agreement: string | null;
  network_version: number;
  permitted: number;
  rule: string;
  classes_asked: string;
  classes_disclosed: string;
  classes_withheld: string;
  digest: string | null;
  outcome: string;
  convocation_id: string | null;
  reason: string | null;
  call_operation: string | null;
  call_status: number | null;
  consumer_id: string | null;
  purpose_id: string | null;
  token_id: string | null;
};

export type ReplyTable = {
  client_id: string;
  idempotency_key: string;
  request_digest: string;
  status: number;
  headers: string;
  body: string;
  expires_at: string;
};
