const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The form by which a voucher is asked for (RFC 7523), as its fields are checked. */
export const formOf = (clientId: string | null, assertion: string) => ({
  client_id: clientId,
  client_assertion: assertion,
  client_assertion_type: assertionType,
  grant_type: 'client_credentials',
});
