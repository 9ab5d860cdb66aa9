-- Convocations. The event of a convocation is sealed under a key of the convocation's own (a row of `subject` with its id);
-- what it says of a case is a part, sealed under the key of that case's person.
CREATE TABLE event_part (
  stream TEXT NOT NULL,
  version INTEGER NOT NULL,
  part TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (stream, version, part)
);

-- What is needed to find a convocation; the rest is folded from its events. next_due: when the clock has something to do.
CREATE TABLE convocation (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  status TEXT NOT NULL,
  organizer TEXT NOT NULL,
  purpose TEXT NOT NULL,
  starts_at TEXT NOT NULL,
  next_due TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
);
CREATE INDEX convocation_organizer ON convocation (organizer, id);
CREATE INDEX convocation_day ON convocation (organizer, starts_at);
CREATE INDEX convocation_due ON convocation (next_due) WHERE next_due IS NOT NULL;

-- The bodies that have, or had, a member in the team.
CREATE TABLE convocation_party (
  organization TEXT NOT NULL,
  convocation_id TEXT NOT NULL,
  PRIMARY KEY (organization, convocation_id)
);

-- A preliminary analysis in one version; a later one is another row.
CREATE TABLE analysis (
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  subject_id TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (id, version)
);
CREATE INDEX analysis_recorded_by ON analysis (recorded_by, id);
CREATE INDEX analysis_subject ON analysis (subject_id, id);

-- digest is SHA-256 of a token that only its mail holds.
CREATE TABLE link (
  digest TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  convocation_id TEXT NOT NULL,
  member TEXT NOT NULL,
  views_left INTEGER NOT NULL,
  expires_at TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE INDEX link_expiry ON link (expires_at);

-- A mail to this member of the convocation that referral_id names; NULL for what goes to a system.
ALTER TABLE delivery ADD COLUMN member TEXT;

ALTER TABLE exchange ADD COLUMN convocation_id TEXT;
-- Why an operator did it, in the operator's words.
ALTER TABLE exchange ADD COLUMN reason TEXT;
CREATE INDEX exchange_convocation ON exchange (convocation_id, id) WHERE convocation_id IS NOT NULL;

ALTER TABLE guard ADD COLUMN link INTEGER NOT NULL DEFAULT 0;
