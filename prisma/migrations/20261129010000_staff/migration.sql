-- Members of staff, the browsers in which they are signed in, the links that let somebody in once, and the count of attempts.

CREATE TABLE "staff" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "locale" TEXT NOT NULL DEFAULT 'en',
    "queues" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "load_limit" INTEGER,
    "absent_from" TIMESTAMPTZ(3),
    "absent_until" TIMESTAMPTZ(3),
    "cover" TEXT,
    "password_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "joined_at" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "staff_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "staff_email_key" ON "staff"("email");

CREATE TABLE "staff_sessions" (
    "id" UUID NOT NULL,
    "staff_id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "user_agent" TEXT,

    CONSTRAINT "staff_sessions_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "staff_sessions_token_hash_key" ON "staff_sessions"("token_hash");
CREATE INDEX "staff_sessions_staff_id_created_at_idx" ON "staff_sessions"("staff_id", "created_at");

CREATE TABLE "staff_links" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "staff_id" TEXT,
    "token_hash" TEXT,
    "by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "staff_links_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "staff_links_token_hash_key" ON "staff_links"("token_hash");
CREATE INDEX "staff_links_staff_id_idx" ON "staff_links"("staff_id");

CREATE TABLE "sign_in_attempts" (
    "key" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "sign_in_attempts_pkey" PRIMARY KEY ("key")
);

CREATE INDEX "sign_in_attempts_since_idx" ON "sign_in_attempts"("since");
