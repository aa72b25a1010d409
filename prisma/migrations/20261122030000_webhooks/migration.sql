-- What webhooks and the reconciler look up.

-- Whose number a text message comes from.
CREATE INDEX "customers_phone" ON "customers" ("phone") WHERE "phone" IS NOT NULL;

-- Whose mailbox a mail comes from: people and mail servers change its case.
CREATE INDEX "customers_mailbox" ON "customers" (lower("email")) WHERE "email" IS NOT NULL;

-- Attempts of which nobody knows yet what became of them.
CREATE INDEX "attempts_open" ON "attempts" ("started_at") WHERE "state" IN ('dispatching', 'ambiguous');
