export type Jwk = Readonly<Record<string, unknown>>;
export type State = 'ACTIVE' | 'SUSPENDED' | 'ARCHIVED';

export type PdndClient = {
  readonly id: string;
  /** The body that the client belongs to. */
  readonly consumerId: string;
  /** `api`: for PDND's own API; it has no purpose. */
  readonly kind: 'consumer' | 'api';
};
export type Eservice = {
  readonly id: string;
  readonly descriptorId: string;
  readonly producerId: string;
  readonly audiences: readonly string[];
  readonly state: State;
  readonly asynchronous?: { readonly entitiesMax: number };
};
export type Purpose = {
  readonly id: string;
  readonly consumerId: string;
  readonly eserviceId: string;
  readonly clientIds: readonly string[];
  readonly state: State;
  /** Of the agreement (richiesta di fruizione) between consumer and e-service. */
  readonly agreement: State;
};
export type Event = {
  readonly id: number;
  readonly objectType: 'KEY' | 'PURPOSE' | 'ESERVICE';
  readonly eventType: 'ADDED' | 'UPDATED' | 'DELETED';
  readonly objectId: Readonly<Record<string, string>>;
  readonly at: string;
};

/** What PDND holds: clients and their keys, e-services, purposes, and what happened to them. */
export function createRegistry(now: () => string) {
  const clients = new Map<string, PdndClient>();
  const keys = new Map<string, { readonly jwk: Jwk; readonly clientId: string }>();
  const producerKeys = new Map<string, { readonly jwk: Jwk; readonly keychainId: string }>();
  const eservices = new Map<string, Eservice>();
  const purposes = new Map<string, Purpose>();
  const events: Event[] = [];
  const tell = (objectType: Event['objectType'], eventType: Event['eventType'], objectId: Event['objectId']) =>
    void events.push({ id: events.length + 1, objectType, eventType, objectId, at: now() });
  const changePurpose = (id: string, change: Partial<Purpose>) => {
    const known = purposes.get(id);
    if (known === undefined) throw new Error(`no purpose ${id}`);
    purposes.set(id, { ...known, ...change });
    tell('PURPOSE', 'UPDATED', { purposeId: id });
  };

  return {
    client: (id: string) => clients.get(id),
    eservice: (id: string) => eservices.get(id),
    purpose: (id: string) => purposes.get(id),
    key: (kid: string) => keys.get(kid),
    producerKey: (kid: string) => producerKeys.get(kid),
    /** Public keys of a client by kid. */
    keysOf: (clientId: string): ReadonlyMap<string, Jwk> =>
      new Map([...keys].flatMap(([kid, key]) => (key.clientId === clientId ? [[kid, key.jwk]] : []))),
    events: events as readonly Event[],

    addClient: (client: PdndClient) => void clients.set(client.id, client),
    addEservice: (eservice: Eservice) => {
      eservices.set(eservice.id, eservice);
      tell('ESERVICE', 'ADDED', { eServiceId: eservice.id, descriptorId: eservice.descriptorId });
    },
    changeEservice: (id: string, change: Partial<Eservice>) => {
      const known = eservices.get(id);
      if (known === undefined) throw new Error(`no e-service ${id}`);
      eservices.set(id, { ...known, ...change });
      tell('ESERVICE', 'UPDATED', { eServiceId: id, descriptorId: known.descriptorId });
    },
    addPurpose: (purpose: Purpose) => {
      purposes.set(purpose.id, purpose);
      tell('PURPOSE', 'ADDED', { purposeId: purpose.id });
    },
    suspendPurpose: (id: string) => changePurpose(id, { state: 'SUSPENDED' }),
    activatePurpose: (id: string) => changePurpose(id, { state: 'ACTIVE' }),
    changeAgreement: (purposeId: string, agreement: State) => changePurpose(purposeId, { agreement }),
    /** `jwk`: public, with the kid under which it is found. */
    publishKey: (clientId: string, jwk: Jwk) => {
      keys.set(String(jwk.kid), { jwk, clientId });
      tell('KEY', 'ADDED', { kid: String(jwk.kid) });
    },
    /** A key with which a body signs what it answers, in its keychain of producer. */
    publishProducerKey: (keychainId: string, jwk: Jwk) => void producerKeys.set(String(jwk.kid), { jwk, keychainId }),
    withdrawKey: (kid: string) => {
      keys.delete(kid);
      tell('KEY', 'DELETED', { kid });
    },
  };
}
export type Registry = ReturnType<typeof createRegistry>;
