-- One schema for SQLite, Cloudflare D1 and PostgreSQL. When it is applied to PostgreSQL two type names are replaced:
-- TEXT by TEXT COLLATE "C", so that instants and UUIDs compare byte by byte as they do in SQLite, and BLOB by BYTEA.
-- Instants are RFC 3339 in UTC with milliseconds: their text order is their time order. Booleans are 0 and 1.
-- Columns named `sealed`, `profile` (birth date, protected address), `document_reference` are AES-256-GCM under the data key of the subject.

-- Never holds a row. A unit inserts NULL into the column of a fact that does not hold; the column that refuses names it.
CREATE TABLE guard (
  stream_version INTEGER NOT NULL DEFAULT 0,
  network_version INTEGER NOT NULL DEFAULT 0,
  evidence_version INTEGER NOT NULL DEFAULT 0,
  subject_identifier INTEGER NOT NULL DEFAULT 0,
  lease INTEGER NOT NULL DEFAULT 0,
  delivery_state INTEGER NOT NULL DEFAULT 0
);

-- The primary key is the optimistic lock: two writers of one version cannot both commit.
CREATE TABLE event (
  stream TEXT NOT NULL,
  version INTEGER NOT NULL,
  type TEXT NOT NULL,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (stream, version)
);

-- sealed is the state after `version`; NULL where that is one event, which says it all.
CREATE TABLE referral (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  status TEXT NOT NULL,
  initiator TEXT NOT NULL,
  recipient TEXT,
  service TEXT NOT NULL,
  purpose TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  sealed BLOB
);
CREATE INDEX referral_initiator ON referral (initiator, id);
CREATE INDEX referral_recipient ON referral (recipient, id);
CREATE INDEX referral_subject ON referral (subject_id, id);
CREATE INDEX referral_waiting ON referral (status, created_at) WHERE status = 'requested' OR status = 'received';

-- data_key is the subject's key, wrapped under the master key named beside it; NULL once it was destroyed.
CREATE TABLE subject (
  id TEXT NOT NULL PRIMARY KEY,
  data_key BLOB,
  master_key_id TEXT NOT NULL,
  profile BLOB,
  created_at TEXT NOT NULL
);
CREATE INDEX subject_master_key ON subject (master_key_id, id) WHERE data_key IS NOT NULL;

-- blind is HMAC-SHA-256 of the identifier: equal identifiers meet, none can be read back.
CREATE TABLE subject_identifier (
  blind BLOB NOT NULL PRIMARY KEY,
  subject_id TEXT NOT NULL
);
CREATE INDEX subject_identifier_subject ON subject_identifier (subject_id);

-- record is the evidence as JSON, without its document reference.
CREATE TABLE consent (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  subject_id TEXT NOT NULL,
  registered_by TEXT NOT NULL,
  record TEXT NOT NULL,
  document_reference BLOB
);
CREATE INDEX consent_subject ON consent (subject_id, registered_by, id);
CREATE INDEX consent_registered_by ON consent (registered_by, id);

CREATE TABLE evidence_head (
  subject_id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL
);

CREATE TABLE network (
  version INTEGER NOT NULL PRIMARY KEY,
  document TEXT NOT NULL,
  applied_by TEXT NOT NULL,
  at TEXT NOT NULL
);

CREATE TABLE delivery (
  id TEXT NOT NULL PRIMARY KEY,
  referral_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  task TEXT NOT NULL,
  event TEXT NOT NULL,
  initiator TEXT NOT NULL,
  recipient TEXT NOT NULL,
  system TEXT NOT NULL,
  purpose TEXT NOT NULL,
  lane TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  code TEXT,
  detail TEXT,
  findings TEXT NOT NULL,
  due_at TEXT,
  sent_step TEXT NOT NULL,
  sent_at TEXT,
  settled_at TEXT,
  lease TEXT,
  lease_until TEXT,
  created_at TEXT NOT NULL,
  correlation_id TEXT NOT NULL
);
CREATE INDEX delivery_referral ON delivery (referral_id, id);
CREATE INDEX delivery_recipient ON delivery (recipient, id);
CREATE INDEX delivery_initiator ON delivery (initiator, id);
CREATE INDEX delivery_system ON delivery (system, id);
CREATE INDEX delivery_due ON delivery (system, due_at, id) WHERE state = 'queued';
CREATE INDEX delivery_lane ON delivery (lane, version, id) WHERE state = 'queued' OR state = 'leased' OR state = 'unknown';
CREATE INDEX delivery_leased ON delivery (lease_until) WHERE state = 'leased';
CREATE INDEX delivery_mailbox ON delivery (system, id) WHERE state = 'awaiting_pickup';
CREATE INDEX delivery_worklist ON delivery (state, id)
  WHERE state = 'refused' OR state = 'unknown' OR state = 'withheld' OR state = 'abandoned';

CREATE TABLE circuit (
  system_id TEXT NOT NULL PRIMARY KEY,
  failures INTEGER NOT NULL,
  open_until TEXT,
  suspended INTEGER NOT NULL,
  reason TEXT,
  version INTEGER NOT NULL
);

-- The ledger. Class lists are joined by commas; evidence is JSON.
CREATE TABLE exchange (
  id TEXT NOT NULL PRIMARY KEY,
  at TEXT NOT NULL,
  correlation_id TEXT NOT NULL,
  operation TEXT NOT NULL,
  direction TEXT NOT NULL,
  sender TEXT,
  receiver TEXT,
  system TEXT,
  client TEXT,
  acting_user TEXT,
  subject_id TEXT,
  referral_id TEXT,
  delivery_id TEXT,
  purpose TEXT,
  legal_basis TEXT,
  evidence TEXT,
  agreement TEXT,
  network_version INTEGER NOT NULL,
  permitted INTEGER NOT NULL,
  rule TEXT NOT NULL,
  classes_asked TEXT NOT NULL,
  classes_disclosed TEXT NOT NULL,
  classes_withheld TEXT NOT NULL,
  digest TEXT,
  outcome TEXT NOT NULL
);
CREATE INDEX exchange_correlation ON exchange (correlation_id, id);
CREATE INDEX exchange_sender ON exchange (sender, id) WHERE sender IS NOT NULL;
CREATE INDEX exchange_receiver ON exchange (receiver, id) WHERE receiver IS NOT NULL;
CREATE INDEX exchange_subject ON exchange (subject_id, id) WHERE subject_id IS NOT NULL;
CREATE INDEX exchange_referral ON exchange (referral_id, id) WHERE referral_id IS NOT NULL;

CREATE TABLE reply (
  client_id TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  request_digest TEXT NOT NULL,
  status INTEGER NOT NULL,
  headers TEXT NOT NULL,
  body TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  PRIMARY KEY (client_id, idempotency_key)
);
CREATE INDEX reply_expiry ON reply (expires_at);

-- Keys that are good for one use, such as the jti of an assertion.
CREATE TABLE once (
  used_key TEXT NOT NULL PRIMARY KEY,
  expires_at TEXT NOT NULL
);
CREATE INDEX once_expiry ON once (expires_at);
