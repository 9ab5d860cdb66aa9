-- What was sent under a correlation: a partner's callback is asked whether it answers any of it.
CREATE INDEX delivery_correlation ON delivery (correlation_id, system) WHERE sent_at IS NOT NULL;
