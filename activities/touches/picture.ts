import type { Reach } from '../../domain/policy/reach';
import type { MessageFacts } from '../../domain/policy/weigh';
import type { TouchRequest } from '../../domain/touch';
import type { Ledger, ReachedCustomer } from '../../prisma/ledger';

/** Everything that one decision on a touch rests on, as it was read under the lock on the customer. */
export interface Picture {
  readonly request: TouchRequest;
  readonly message: MessageFacts;
  readonly customer: ReachedCustomer;
  readonly reach: Reach;
  readonly ledger: Ledger;
  /** The instant of the decision. */
  readonly at: Date;
}
