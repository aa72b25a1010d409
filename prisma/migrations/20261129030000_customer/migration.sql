-- The customer whole: notes and corrections of staff, moves through the lifecycle, and a search by parts of names, addresses and numbers.
-- Processes of the release before go on as they are: they write no moves, and corrections do not bind them.
BEGIN;

-- A trusted extension: whoever may create in the database may have it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- How names are compared when somebody looks for one: in small letters, without accents. "Müller" is found by "muller".
CREATE FUNCTION "folded_name"(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT translate(replace(lower($1), 'ß', 'ss'),
    'àáâãåāăąǎçćĉċčďđèéêëēĕėęěĝğġģĥħìíîïĩīĭįıĵķĺļľłŀñńņňŋòóôõøōŏőǒŕŗřśŝşšșţťŧțùúûũūŭůűųǔŵýÿŷźżžäöü',
    'aaaaaaaaacccccddeeeeeeeeegggghhiiiiiiiiijklllllnnnnnooooooooorrrsssssttttuuuuuuuuuuwyyyzzzaou')
$$;

-- Names and mail addresses that begin with what was typed, in their order. Not partial: the planner knows nothing of what stands in such an index.
CREATE INDEX "customers_name_begins" ON "customers" (folded_name("name") text_pattern_ops, "id");
CREATE INDEX "customers_email_begins" ON "customers" (lower("email") text_pattern_ops, "id");

-- Parts of names, mail addresses and numbers, and words that are nearly alike.
CREATE INDEX "customers_words" ON "customers"
  USING gin ((' ' || folded_name(coalesce("name", '')) || ' ' || lower(coalesce("email", '')) || ' ' || coalesce("phone", '')) gin_trgm_ops);
CREATE INDEX "accounts_words" ON "accounts" USING gin ((' ' || folded_name(coalesce("name", ''))) gin_trgm_ops);

-- Moves through the lifecycle are few among what happens.
CREATE INDEX "timeline_lifecycle" ON "timeline" ("customer_id", "at") WHERE "kind" = 'lifecycle';

-- CreateTable
CREATE TABLE "customer_notes" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "author" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_notes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trait_corrections" (
    "customer_id" UUID NOT NULL,
    "trait" TEXT NOT NULL,
    "said" JSONB,
    "corrected" JSONB,
    "because" TEXT,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "trait_corrections_pkey" PRIMARY KEY ("customer_id","trait")
);

-- CreateIndex
CREATE INDEX "customer_notes_customer_id_at_idx" ON "customer_notes"("customer_id", "at");

-- CreateTable
CREATE TABLE "watch_counts" (
    "reason" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "watch_counts_pkey" PRIMARY KEY ("reason")
);

COMMIT;
