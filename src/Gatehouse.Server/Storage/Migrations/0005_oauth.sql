create table assertion_ids (
    organization_id uuid not null references organizations,
    client_id text not null,
    jti text not null,
    expires_at bigint not null,
    primary key (organization_id, client_id, jti)
);

create table revoked_tokens (
    organization_id uuid not null references organizations,
    token_id text not null,
    expires_at bigint not null,
    primary key (organization_id, token_id)
);
