-- What was read elsewhere and is public (keys, states of purposes), or where an answer waits.
CREATE TABLE kept (
  kept_key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL,
  expires_at TEXT NOT NULL
);
CREATE INDEX kept_expiry ON kept (expires_at);

-- Who asked for what is delivered: the tracking evidence of the request to the partner says so.
ALTER TABLE delivery ADD COLUMN acting_user TEXT;
ALTER TABLE delivery ADD COLUMN client TEXT;

-- A request with a voucher or ModI proofs: what PDND is told of it.
ALTER TABLE exchange ADD COLUMN call_operation TEXT;
ALTER TABLE exchange ADD COLUMN call_status INTEGER;
ALTER TABLE exchange ADD COLUMN consumer_id TEXT;
ALTER TABLE exchange ADD COLUMN purpose_id TEXT;
ALTER TABLE exchange ADD COLUMN token_id TEXT;
CREATE INDEX exchange_tracing ON exchange (at, purpose_id, call_status, token_id) WHERE token_id IS NOT NULL;
