/** How long one request to a source of keys or to PDND's API may take. */
export const askMsMax = 5_000;
/** How long anybody waits for a request that somebody else began. */
export const flightMsMax = 20_000;
/** Requests that wait for keys, or for purposes, at a time: half of those that are worked on at all (`inFlightMax`). */
export const waitersMax = 256;

export const jwksBytesMax = 262_144;
export const apiReplyBytesMax = 1_048_576;

/** How long a key set is used without asking, where the network document does not say. */
export const jwksCacheSecondsDefault = 3_600;
/** How long the last key set counts while its source does not answer. */
export const jwksStaleMsMax = 86_400_000;
/** A kid that the set lacks makes a source be asked again, at most once per so long for all kids together. */
export const refetchEveryMs = 10_000;
/** How long a kid that was not found is not looked for. */
export const missMs = 60_000;
/** After it failed, a source is left alone for so long. */
export const failedRestMs = 5_000;
/** What fails again and again, for so long at most. */
export const failedRestMsMax = 30_000;
/** Of PDND's API: addresses, resources and what is asked of them. */
export const restsMax = 10_000;

/** How often the shelf is looked at for a set that is due. */
export const shelfEveryMs = 1_000;

export const sourcesMax = 500;
export const missesPerSourceMax = 1_000;

/** Where the network document does not say how long a published key is believed. */
export const keysStaleSecondsDefault = 3_600;
export const publishedKeysMax = 5_000;
export const publishedMissesMax = 5_000;
/** Kids nobody has seen yet that one client may have looked up at once; one more every `unknownKidEveryMs`. */
export const unknownKidsBurst = 5;
export const unknownKidEveryMs = 10_000;
export const askersMax = 2_000;

/** Where the network document does not say how long the last word about a purpose is believed. */
export const purposesStaleSecondsDefault = 3_600;
export const purposesMax = 10_000;
/** How long what the store said of a purpose is not read from it again: what another replica learned counts from then on. */
export const purposeMemoryMs = 10_000;
/** How long a purpose that PDND does not know is not asked for again. */
export const purposeMissMs = 60_000;

/** PDND's limit on its events is longest kept at this pace, by all replicas together. */
export const refreshEveryMs = 30_000;
export const eventsPerPage = 500;
export const eventPagesPerRefreshMax = 4;
export const purposesPerRefreshMax = 20;
/** So many are looked at for their age by one refresh, each from the store; the next ones by the next. */
export const purposesReadPerRefreshMax = 200;
/** Events whose purpose could not be asked for; while there are so many no more are read. */
export const openEventsMax = 1_000;
/** A state that was read so long after an event shows what the event did. */
export const eventSettledMs = 120_000;
/** How long the place in the events is remembered. */
export const eventPlaceMs = 30 * 86_400_000;

/** After 429 nothing is asked for as long as PDND says, this at most. */
export const rateRestMsMax = 60_000;
/** A voucher of ours that PDND refused is replaced at most once per so long. */
export const freshVoucherEveryMs = 30_000;

/** Lines of a day that are read at once, and so of one instant. Each page counts the calls of the whole day anew along its index. */
export const tracingPageRows = 100_000;
