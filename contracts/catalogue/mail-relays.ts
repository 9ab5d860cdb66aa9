/** The two relays as destinations of deliveries: each has its circuit and its stop switch. No system of a network document has these ids. */
export const mailRelays = { mail: 'mail-relay', pec: 'pec-relay' } as const;

const ids: ReadonlySet<string> = new Set(Object.values(mailRelays));
export const isMailRelay = (id: string): boolean => ids.has(id);
