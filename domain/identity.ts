/** How backends name a customer: by their own user id, or by a device's anonymous id before anybody logged in. */
type IdentityKind = 'user' | 'anonymous';

/** One name of a customer. */
export interface Identity {
  readonly kind: IdentityKind;
  readonly value: string;
}

/** A name that is already known. `identified`: its customer has a user id, so is a certain person and not just a device. */
export interface KnownIdentity extends Identity {
  readonly customerId: string;
  readonly identified: boolean;
}

/** Who a message says it is about. At least one of both ids; `previousId` (an alias) needs `userId`. */
export interface IdentityClaim {
  readonly userId?: string | undefined;
  readonly anonymousId?: string | undefined;
  readonly previousId?: string | undefined;
}

/** What has to be written so that every claim holds. */
export interface IdentityPlan {
  /** The customer of each claim, in the order of the claims. */
  readonly customerIds: readonly string[];
  /** Customers that do not exist yet. */
  readonly created: readonly string[];
  /** Names that are new. */
  readonly added: readonly (Identity & { readonly customerId: string })[];
  /** Names that now belong to another customer, both of whom live on. */
  readonly moved: readonly (Identity & { readonly from: string; readonly customerId: string })[];
  /** Customers who turned out to be somebody else: `from` becomes part of `into`. */
  readonly merged: readonly { readonly from: string; readonly into: string }[];
}

/** A text for an identity, as a key of maps and for sorting. */
export function identityKey({ kind, value }: Identity): string {
  return `${kind}:${value}`;
}

/** The names that a claim mentions: what has to be known before planning. A previous id may be of either kind. */
export function identitiesOf({ userId, anonymousId, previousId }: IdentityClaim): Identity[] {
  const named = (kind: IdentityKind, value: string | undefined) => (value === undefined ? [] : [{ kind, value }]);
  return [
    ...named('user', userId),
    ...named('anonymous', anonymousId),
    ...named('user', previousId),
    ...named('anonymous', previousId),
  ];
}

/**
 * Finds out who the claims are about, one after another. An anonymous customer who turns out to be a user is merged into
 * them. A device that was another user's is never merged: its anonymous id moves to the latest user, and the two stay apart (M18). An
 * alias merges on purpose, also two users. Pure: `newId` makes ids for customers that nobody knows yet.
 */
export function planIdentities(
  known: readonly KnownIdentity[],
  claims: readonly IdentityClaim[],
  newId: () => string,
): IdentityPlan {
  const people = new People(known, newId);
  const customerIds = claims.map((claim) => people.customerOf(claim));
  return { ...people.changes(), customerIds: customerIds.map((id) => people.survivor(id)) };
}

/** Who is who while claims are gone through. */
class People {
  readonly #newId: () => string;
  readonly #before = new Map<string, string>();
  readonly #owners = new Map<string, Identity & { readonly customerId: string }>();
  readonly #identified = new Set<string>();
  readonly #created = new Set<string>();
  readonly #mergedInto = new Map<string, string>();

  constructor(known: readonly KnownIdentity[], newId: () => string) {
    this.#newId = newId;
    for (const { kind, value, customerId, identified } of known) {
      this.#before.set(identityKey({ kind, value }), customerId);
      this.#give({ kind, value }, customerId);
      if (identified) this.#identified.add(customerId);
    }
  }

  customerOf({ userId, anonymousId, previousId }: IdentityClaim): string {
    if (userId === undefined) return this.#device(anonymousId!);

    const earlier = previousId === undefined ? undefined : this.#ownerOf({ kind: 'user', value: previousId });
    const devices = [earlier === undefined ? previousId : undefined, anonymousId].filter(
      (value) => value !== undefined,
    );

    let user = this.#ownerOf({ kind: 'user', value: userId });
    if (earlier !== undefined) user = user === undefined ? earlier : this.#merge(earlier, user);
    for (const value of devices) user ??= this.#unclaimed(value);
    user ??= this.#create();
    this.#give({ kind: 'user', value: userId }, user);
    this.#identified.add(user);
    for (const value of devices) user = this.#join(value, user);
    return user;
  }

  changes(): Omit<IdentityPlan, 'customerIds'> {
    const owned = [...this.#owners.values()].map((owned) => ({
      ...owned,
      customerId: this.survivor(owned.customerId),
    }));
    return {
      created: [...this.#created].filter((id) => !this.#mergedInto.has(id)),
      added: owned.filter((identity) => !this.#before.has(identityKey(identity))),
      moved: owned.flatMap((identity) => {
        const from = this.#before.get(identityKey(identity));
        return from !== undefined && this.survivor(from) !== identity.customerId ? [{ ...identity, from }] : [];
      }),
      merged: [...this.#mergedInto.keys()]
        .filter((from) => !this.#created.has(from))
        .map((from) => ({ from, into: this.survivor(from) })),
    };
  }

  survivor(customerId: string): string {
    let id = customerId;
    for (let next = this.#mergedInto.get(id); next !== undefined; next = this.#mergedInto.get(id)) id = next;
    return id;
  }

  #device(value: string): string {
    const customerId = this.#ownerOf({ kind: 'anonymous', value }) ?? this.#create();
    this.#give({ kind: 'anonymous', value }, customerId);
    return customerId;
  }

  #join(value: string, user: string): string {
    const owner = this.#unclaimed(value);
    const joined = owner === undefined ? user : this.#merge(owner, user);
    this.#give({ kind: 'anonymous', value }, joined);
    return joined;
  }

  /** The customer behind an anonymous id, when nobody has claimed them by a user id. */
  #unclaimed(value: string): string | undefined {
    const owner = this.#ownerOf({ kind: 'anonymous', value });
    return owner !== undefined && !this.#identified.has(owner) ? owner : undefined;
  }

  /** Of two, the one who exists already survives, so that as little as possible has to be rewritten. */
  #merge(from: string, into: string): string {
    if (from === into) return into;
    const [gone, stays] = this.#created.has(into) && !this.#created.has(from) ? [into, from] : [from, into];
    this.#mergedInto.set(gone, stays);
    if (this.#identified.has(gone)) this.#identified.add(stays);
    return stays;
  }

  #create(): string {
    const id = this.#newId();
    this.#created.add(id);
    return id;
  }

  #give({ kind, value }: Identity, customerId: string): void {
    this.#owners.set(identityKey({ kind, value }), { kind, value, customerId });
  }

  #ownerOf(identity: Identity): string | undefined {
    const owner = this.#owners.get(identityKey(identity));
    return owner && this.survivor(owner.customerId);
  }
}
