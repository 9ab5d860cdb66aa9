/** What is read of a mail that came in. Everything else of it is refused unread. */
export const intakeLimits = {
  /** The whole mail. An answer, a bounce or a receipt has a few KiB; a delivery receipt holds our own mail with its PDF. */
  rawBytesMax: 1_048_576,
  /** The header of the mail itself, and its lines. */
  headerBytesMax: 65_536,
  headerLinesMax: 1000,
  /** A mail as large as we take has 14,000 of the usual 76 characters; a parser works on each line. */
  linesMax: 20_000,
  /** Headers of all parts together. */
  partHeaderBytesMax: 262_144,
  /** Lines that begin as a delimiter does (RFC 2046 section 5.1.1): there are no more parts than these. */
  delimiterLinesMax: 1000,
  /** Declarations of a part that holds parts, wherever they stand in the bytes. */
  containersMax: 100,
  /** Multiparts inside each other. */
  nestingMax: 16,
  addressesMax: 50,
  calendarPartsMax: 4,
  calendarBytesMax: 131_072,
  certificateBytesMax: 65_536,
  reportBytesMax: 131_072,
} as const;
