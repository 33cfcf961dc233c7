-- Organizations, their clients and credentials, keys, and the audit trail. One text for SQLite and PostgreSQL.

create table organizations (
    organization_id uuid not null,
    name text not null,
    name_key text not null,
    state text not null,
    schema_profile text not null,
    accent text,
    logo_hash text,
    alert_address text,
    version bigint not null,
    created_at bigint not null,
    modified_at bigint not null,
    primary key (organization_id)
);

-- Apart from the organizations, which are read with every request.
create table organization_logos (
    organization_id uuid not null,
    hash text not null,
    media_type text not null,
    image bytea not null,
    created_at bigint not null,
    primary key (organization_id),
    foreign key (organization_id) references organizations (organization_id)
);

-- Which organization a domain of mail addresses belongs to, and whether its people sign in elsewhere: asked before an organization is known.
create table email_domains (
    name text not null,
    organization_id uuid not null,
    challenge text not null,
    proof text,
    verified_at bigint,
    checked_at bigint,
    lost_at bigint,
    is_federated boolean not null,
    is_enforced boolean not null,
    created_at bigint not null,
    primary key (name)
);

-- What an organization's administrator should look at. One open row a kind and subject.
create table findings (
    organization_id uuid not null,
    finding_id uuid not null,
    kind text not null,
    subject text not null,
    details text,
    times bigint not null,
    raised_at bigint not null,
    last_at bigint not null,
    mailed_at bigint,
    resolved_at bigint,
    primary key (organization_id, finding_id)
);

create unique index findings_open on findings (organization_id, kind, subject) where resolved_at is null;
create index findings_to_mail on findings (organization_id, raised_at) where mailed_at is null and resolved_at is null;

create table clients (
    organization_id uuid not null,
    client_id text not null,
    name text not null,
    scopes text not null,
    state text not null,
    token_lifetime bigint not null,
    version bigint not null,
    created_at bigint not null,
    modified_at bigint not null,
    primary key (organization_id, client_id),
    foreign key (organization_id) references organizations (organization_id)
);

create table client_credentials (
    organization_id uuid not null,
    client_id text not null,
    credential_id uuid not null,
    kind text not null,
    hash bytea,
    public_key text,
    expires_at bigint,
    revoked_at bigint,
    last_used_at bigint,
    created_at bigint not null,
    primary key (organization_id, client_id, credential_id),
    foreign key (organization_id, client_id) references clients (organization_id, client_id)
);

create table revoked_tokens (
    organization_id uuid not null,
    token_id text not null,
    expires_at bigint not null,
    primary key (organization_id, token_id)
);

create table assertion_ids (
    organization_id uuid not null,
    client_id text not null,
    jti text not null,
    expires_at bigint not null,
    primary key (organization_id, client_id, jti)
);

create table audit_events (
    organization_id uuid not null,
    event_id uuid not null,
    occurred_at bigint not null,
    actor_kind text not null,
    actor_id text not null,
    action text not null,
    target_type text not null,
    target_id text not null,
    request_id text,
    source_address text,
    details text,
    primary key (organization_id, event_id)
);

create table signing_keys (
    key_id text not null,
    generation bigint not null,
    algorithm text not null,
    sealed_key bytea not null,
    sealed_with text not null,
    created_at bigint not null,
    activates_at bigint not null,
    primary key (key_id)
);

create unique index signing_keys_by_generation on signing_keys (generation);

create table protection_keys (
    key_id text not null,
    sealed_key bytea not null,
    sealed_with text not null,
    created_at bigint not null,
    primary key (key_id)
);

create table instance_settings (
    name text not null,
    value text not null,
    primary key (name)
);
