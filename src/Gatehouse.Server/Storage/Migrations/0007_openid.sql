-- Applications that people sign in to, and what they were granted. Codes and refresh tokens are rows; access and identity tokens are not.

create table applications (
    organization_id uuid not null,
    client_id text not null,
    name text not null,
    is_public boolean not null,
    settings text not null,
    state text not null,
    version bigint not null,
    created_at bigint not null,
    modified_at bigint not null,
    primary key (organization_id, client_id),
    foreign key (organization_id) references organizations (organization_id)
);

create table application_secrets (
    organization_id uuid not null,
    client_id text not null,
    credential_id uuid not null,
    hash bytea not null,
    expires_at bigint,
    revoked_at bigint,
    created_at bigint not null,
    primary key (organization_id, client_id, credential_id),
    foreign key (organization_id, client_id) references applications (organization_id, client_id)
);

create table authorizations (
    organization_id uuid not null,
    authorization_id uuid not null,
    client_id text not null,
    subject text not null,
    kind text not null,
    state text not null,
    scopes text not null,
    properties text,
    version bigint not null,
    created_at bigint not null,
    primary key (organization_id, authorization_id)
);

create index authorizations_by_subject on authorizations (organization_id, subject, client_id);

create table tokens (
    organization_id uuid not null,
    token_id uuid not null,
    authorization_id uuid,
    client_id text not null,
    subject text,
    reference text,
    kind text not null,
    state text not null,
    payload text,
    properties text,
    version bigint not null,
    created_at bigint not null,
    expires_at bigint,
    redeemed_at bigint,
    primary key (organization_id, token_id)
);

create index tokens_by_authorization on tokens (organization_id, authorization_id);
create index tokens_by_expiry on tokens (organization_id, expires_at);
create index tokens_by_subject on tokens (organization_id, subject, client_id);
create unique index tokens_by_reference on tokens (organization_id, reference) where reference is not null;

-- Which applications a sign-in was used for, so that they can be told of its end. A row whose time has come is told, and then gone.
create table application_sign_ins (
    organization_id uuid not null,
    sign_in_id uuid not null,
    client_id text not null,
    user_id uuid not null,
    created_at bigint not null,
    due_at bigint,
    lease_until bigint not null,
    attempts bigint not null,
    last_error text,
    primary key (organization_id, sign_in_id, client_id)
);

create index application_sign_ins_by_user on application_sign_ins (organization_id, user_id);
create index application_sign_ins_due on application_sign_ins (organization_id, due_at) where due_at is not null;
