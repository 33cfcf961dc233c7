-- Keys belong to the installation, not to an organization: small reference tables, copied to every node.

create table signing_keys (
    key_id text not null primary key,
    generation bigint not null unique,
    algorithm text not null,
    sealed_key bytea not null,
    sealed_with text not null,
    created_at bigint not null,
    activates_at bigint not null
);

create table protection_keys (
    key_id text not null primary key,
    sealed_key bytea not null,
    sealed_with text not null,
    created_at bigint not null
);
