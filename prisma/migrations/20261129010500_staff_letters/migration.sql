-- Mail to staff, kept for the captured-messages page while no provider is configured.
CREATE TABLE "captured_letters" (
    "id" UUID NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "captured_letters_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "captured_letters_at_id_idx" ON "captured_letters"("at", "id");
