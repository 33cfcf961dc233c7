-- How people sign in with an account of ours, and the sign-ins that come of it.

-- When the user was last deactivated: earlier sign-ins stay ended when the user is let in again.
alter table users add column deactivated_at bigint;

-- Which organizations know an address: the one question that is asked before the organization is known.
create table local_sign_ins (
    address_key text not null,
    organization_id uuid not null,
    user_id uuid not null,
    created_at bigint not null,
    primary key (address_key, organization_id)
);

-- A password, authenticator apps, the e-mail factor, recovery codes: what a person can prove to be the user by.
create table local_credentials (
    organization_id uuid not null,
    user_id uuid not null,
    credential_id uuid not null,
    kind text not null,
    hash text,
    sealed_value bytea,
    last_step bigint not null,
    created_at bigint not null,
    last_used_at bigint,
    primary key (organization_id, user_id, credential_id),
    foreign key (organization_id, user_id) references users (organization_id, user_id) on delete cascade
);

create unique index local_credentials_single on local_credentials (organization_id, user_id, kind) where kind in ('password', 'email');

create table sign_ins (
    organization_id uuid not null,
    sign_in_id uuid not null,
    user_id uuid not null,
    handle_hash bytea not null,
    methods text not null,
    authenticated_at bigint not null,
    source_address text,
    user_agent text,
    created_at bigint not null,
    last_seen_at bigint not null,
    expires_at bigint not null,
    ended_at bigint,
    primary key (organization_id, sign_in_id)
);

create index sign_ins_by_user on sign_ins (organization_id, user_id);

-- Links and codes that were mailed: each for one purpose, once, for a short time.
create table account_links (
    organization_id uuid not null,
    link_id uuid not null,
    user_id uuid not null,
    purpose text not null,
    hash bytea not null,
    tries bigint not null,
    expires_at bigint not null,
    created_at bigint not null,
    primary key (organization_id, link_id),
    foreign key (organization_id, user_id) references users (organization_id, user_id) on delete cascade
);

create unique index account_links_by_purpose on account_links (organization_id, user_id, purpose);

-- Failed tries by user and by where they came from, so that a stranger's tries never keep the person out.
create table sign_in_failures (
    organization_id uuid not null,
    user_id uuid not null,
    origin text not null,
    failures bigint not null,
    next_try_at bigint not null,
    modified_at bigint not null,
    primary key (organization_id, user_id, origin)
);

-- What users of an organization may do beside signing in.
create table role_assignments (
    organization_id uuid not null,
    user_id uuid not null,
    role text not null,
    created_at bigint not null,
    primary key (organization_id, user_id, role),
    foreign key (organization_id, user_id) references users (organization_id, user_id) on delete cascade
);

-- The link by which the first operator comes in: the newest one alone, in the operators' organization.
create table operator_links (
    organization_id uuid not null,
    hash bytea not null,
    expires_at bigint not null,
    created_at bigint not null,
    primary key (organization_id)
);
