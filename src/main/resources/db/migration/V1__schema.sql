-- The schema of Bourse, for PostgreSQL 15 to 18. It belongs to the role that runs `bourse migrate`.
-- The role of `bourse serve` needs no right to create or drop anything, only
--   GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO bourse_app;
--   REVOKE INSERT, UPDATE, DELETE ON flyway_schema_history FROM bourse_app;
--   GRANT EXECUTE ON FUNCTION bourse_maintain_families() TO bourse_app;
-- No token is stored here, nor anything that one can be made from.

CREATE TABLE signing_key (
    kid            text PRIMARY KEY,
    algorithm      text NOT NULL,
    sealed_private text NOT NULL,
    public_jwk     text NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT now(),
    signs_from     timestamptz NOT NULL,
    retired_at     timestamptz,
    removed_after  timestamptz
);

CREATE TABLE project (
    id         text PRIMARY KEY,
    entry      jsonb NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE client (
    id         text PRIMARY KEY,
    project    text NOT NULL REFERENCES project,
    entry      jsonb NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX client_by_project ON client (project);

CREATE TABLE provider (
    id         text PRIMARY KEY,
    project    text NOT NULL REFERENCES project,
    entry      jsonb NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (project, id)
);
CREATE INDEX provider_by_issuer ON provider ((entry #>> '{jwks,issuer}'), project);
CREATE INDEX provider_by_trust_domain ON provider (('spiffe://' || (entry #>> '{jwks,trust_domain}')), project);

CREATE TABLE exchange (
    id         text PRIMARY KEY,
    client     text NOT NULL REFERENCES client,
    entry      jsonb NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX exchange_by_client ON exchange (client);

-- Found by what stands in aud, or by one of the resources that mean it.
CREATE TABLE target (
    id         text PRIMARY KEY,
    entry      jsonb NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX target_by_resource ON target USING gin ((entry -> 'resources'));

-- Found by the key id of a signature, or by the provider whose session tokens it signs with.
CREATE TABLE principal (
    id         text PRIMARY KEY,
    client     text NOT NULL REFERENCES client,
    entry      jsonb NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    -- At the end of a transaction, in which one may take over what another gives up.
    CONSTRAINT principal_by_key_id EXCLUDE ((entry ->> 'key_id') WITH =) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT principal_by_public_key EXCLUDE USING hash ((entry ->> 'public_key') WITH =)
        DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX principal_by_client ON principal (client);
CREATE INDEX principal_by_provider ON principal ((entry ->> 'provider'));
CREATE INDEX principal_by_user ON principal ((entry ->> 'user'));

-- The keys are the forms in which names are compared; both null for nobody but users made from a provider.
CREATE TABLE app_user (
    id            uuid PRIMARY KEY,
    project       text NOT NULL REFERENCES project,
    username      text,
    username_key  text,
    email         text,
    email_key     text,
    password_hash text,
    enabled       boolean NOT NULL,
    name          text,
    locale        text,
    timezone      text,
    password_allow_reset    boolean NOT NULL DEFAULT false,
    password_require_update boolean NOT NULL DEFAULT false,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    UNIQUE (project, username_key)
);
-- An address that a provider reports proves nothing, so it must not keep anybody from theirs.
CREATE UNIQUE INDEX app_user_local_email ON app_user (project, email_key) WHERE username_key IS NOT NULL;
-- In the order of names, a page at a time.
CREATE INDEX app_user_by_name ON app_user (project, coalesce(name, ''), id);

-- A provider's word about its users goes with it: a later provider of the same name speaks of other people.
CREATE TABLE user_identity (
    project  text NOT NULL,
    provider text NOT NULL,
    subject  text NOT NULL,
    user_id  uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
    PRIMARY KEY (project, provider, subject),
    FOREIGN KEY (project, provider) REFERENCES provider (project, id) ON DELETE CASCADE
);
CREATE INDEX user_identity_by_user ON user_identity (user_id);

-- What is known of a client that proves itself by keys, besides its entry.
CREATE TABLE service (
    id         text PRIMARY KEY REFERENCES client ON DELETE CASCADE,
    name       text NOT NULL,
    url        text NOT NULL,
    local_url  text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

-- Keys of operators (of no service), of services, and of users at services. A user is assigned to a service by an active
-- key of type TOKEN, of which there is one at most.
CREATE TABLE service_key (
    id         uuid PRIMARY KEY,
    service    text REFERENCES service ON DELETE CASCADE,
    user_id    uuid REFERENCES app_user ON DELETE CASCADE,
    type       text NOT NULL CHECK (type IN ('KEY', 'TOKEN', 'TOTP')),
    name       text NOT NULL,
    enabled    boolean NOT NULL,
    revoked    boolean NOT NULL DEFAULT false,
    value_hash text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK (service IS NOT NULL OR user_id IS NULL)
);
CREATE UNIQUE INDEX service_key_assigns ON service_key (service, user_id, type)
    WHERE type <> 'KEY' AND enabled AND NOT revoked;
CREATE INDEX service_key_by_user ON service_key (user_id);
CREATE INDEX service_key_by_service ON service_key (service, id);

-- Users whom a service made. They stay so when it is gone: it knows the passwords that it gave them.
CREATE TABLE service_account (
    user_id uuid PRIMARY KEY REFERENCES app_user ON DELETE CASCADE,
    service text REFERENCES service ON DELETE SET NULL
);
CREATE INDEX service_account_by_service ON service_account (service);

-- What services and operators did by their keys, for them to read; kept for as long as the setting says.
CREATE TABLE service_audit (
    id          uuid PRIMARY KEY,
    service     text,
    key_id      uuid NOT NULL,
    user_id     uuid,
    user_key_id uuid,
    type        text NOT NULL,
    subject     text,
    status_code smallint,
    data        jsonb NOT NULL,
    user_agent  text NOT NULL,
    remote      text NOT NULL,
    forwarded   text,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX service_audit_by_time ON service_audit (created_at, id);
CREATE INDEX service_audit_by_service ON service_audit (service, created_at, id);
-- What is asked for may be rare, and all of the rest would be read to find a page of it.
CREATE INDEX service_audit_by_type ON service_audit (type, created_at, id);
CREATE INDEX service_audit_by_user ON service_audit (user_id, created_at, id) WHERE user_id IS NOT NULL;
CREATE INDEX service_audit_by_subject ON service_audit (subject, created_at, id) WHERE subject IS NOT NULL;

-- One row per login. The id is a UUIDv7, so ranges of it are ranges of time: a look-up touches one partition, and a
-- partition whose last family has ended is dropped. Rotation writes only columns without an index (HOT updates).
CREATE TABLE family (
    id           uuid PRIMARY KEY,
    generation   integer NOT NULL,
    behind       integer NOT NULL DEFAULT 0,
    client       text NOT NULL,
    subject_kind text NOT NULL,
    subject_id   text NOT NULL,
    identity     jsonb,
    scopes       text[] NOT NULL,
    audiences    text[] NOT NULL,
    ancestors    text[] NOT NULL,
    created_at   timestamptz NOT NULL,
    idle_until   timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL,
    login        text,
    rotated_at   timestamptz,
    revoked_at   timestamptz
) PARTITION BY RANGE (id);
-- All that somebody has, to be ended or removed with them; no column that a rotation writes.
CREATE INDEX family_by_subject ON family (subject_id, client);
-- What was exchanged from somebody's logins, to be ended with them; a plain login names nothing and is not in it. Every
-- look-up would read the list of what is to be put in later, and there is one for each login.
CREATE INDEX family_by_ancestor ON family USING gin (ancestors) WITH (fastupdate = off) WHERE ancestors <> '{}';
COMMENT ON COLUMN family.identity IS 'actors and attributes of the subject; null if there are none';
COMMENT ON COLUMN family.login IS 'by what its user logged in; null if it is no user''s own login';
COMMENT ON COLUMN family.behind IS 'by how many generations the row lagged behind the token at the last rotation';

-- A safety net for ids from outside the known months.
CREATE TABLE family_default PARTITION OF family DEFAULT WITH (fillfactor = 80);

CREATE FUNCTION bourse_uuid_floor(at timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- Drops the partitions in which no family can be alive, 180 days being the longest life, and makes those up to three
-- months ahead. Runs with its owner's rights, so it takes no argument that could be abused.
CREATE FUNCTION bourse_maintain_families() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '500ms'
SET timezone = 'UTC'
AS $$
DECLARE
    this_month CONSTANT timestamptz := date_trunc('month', now());
    lower_end  timestamptz;
    lowest     uuid;
    beyond     uuid;
    part       text;
BEGIN
    FOR part IN
        SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'public.family'::regclass
          AND c.relname::text ~ '^family_\d{4}_\d{2}$'
          AND to_timestamp(right(c.relname::text, 7), 'YYYY_MM') + interval '1 month' + interval '180 days' < now()
    LOOP
        EXECUTE format('DROP TABLE public.%I', part);
    END LOOP;
    FOR ahead IN 0..3 LOOP
        lower_end := this_month + make_interval(months => ahead);
        part := 'family_' || to_char(lower_end, 'YYYY_MM');
        IF to_regclass('public.' || part) IS NULL THEN
            -- Attached rather than made in place: that would lock the whole table for a moment.
            EXECUTE format('CREATE TABLE public.%I (LIKE public.family INCLUDING ALL) WITH (fillfactor = 80)', part);
            lowest := public.bourse_uuid_floor(lower_end);
            beyond := public.bourse_uuid_floor(lower_end + interval '1 month');
            IF EXISTS (SELECT FROM public.family_default WHERE id >= lowest AND id < beyond) THEN
                -- They would make ATTACH fail for ever. Whoever looks for them meanwhile must wait, not miss them.
                LOCK TABLE public.family IN ACCESS EXCLUSIVE MODE;
                EXECUTE format('WITH moved AS (DELETE FROM public.family_default WHERE id >= %L AND id < %L RETURNING *)'
                    ' INSERT INTO public.%I SELECT * FROM moved', lowest, beyond, part);
            END IF;
            EXECUTE format('ALTER TABLE public.family ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', part,
                lowest, beyond);
        END IF;
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION bourse_maintain_families() FROM PUBLIC;
SELECT bourse_maintain_families();

-- Default privileges may have let the role of `bourse serve` write the history of migrations, too.
DO $$
DECLARE
    other text;
BEGIN
    FOR other IN
        SELECT DISTINCT granted.grantee::regrole::text FROM pg_class c CROSS JOIN aclexplode(c.relacl) granted
        WHERE c.oid = to_regclass('public.flyway_schema_history') AND granted.grantee NOT IN (0, c.relowner)
    LOOP
        EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON public.flyway_schema_history FROM %s', other);
    END LOOP;
END
$$;

-- What replicas must learn. They read what became visible since they last looked; the transaction id says what that is,
-- because sequence numbers are given out before the commit.
CREATE TABLE change_log (
    seq        bigint GENERATED ALWAYS AS IDENTITY,
    xid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    topic      text NOT NULL CHECK (topic IN ('revoked', 'entry')),
    kind       text NOT NULL,
    ref        text NOT NULL,
    not_before timestamptz,
    until      timestamptz NOT NULL,
    at         timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX change_log_by_commit ON change_log (xid, seq);
CREATE INDEX change_log_by_end ON change_log (until);

CREATE TABLE single_use (
    purpose text NOT NULL,
    key     bytea NOT NULL,
    until   timestamptz NOT NULL,
    PRIMARY KEY (purpose, key)
);
CREATE INDEX single_use_by_end ON single_use (until);

CREATE TABLE login_attempt (
    key      text PRIMARY KEY,
    failures integer NOT NULL,
    since    timestamptz NOT NULL
);
CREATE INDEX login_attempt_by_age ON login_attempt (since);
