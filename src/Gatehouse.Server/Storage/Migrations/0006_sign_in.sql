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

-- Keys that live in a person's devices: each proves by itself who it is.
create table passkeys (
    organization_id uuid not null,
    passkey_id bytea not null,
    user_id uuid not null,
    name text not null,
    public_key bytea not null,
    sign_count bigint not null,
    transports text not null,
    is_backup_eligible boolean not null,
    is_backed_up boolean not null,
    created_at bigint not null,
    last_used_at bigint,
    primary key (organization_id, passkey_id),
    foreign key (organization_id, user_id) references users (organization_id, user_id) on delete cascade
);

create index passkeys_by_user on passkeys (organization_id, user_id);

-- Addresses that mail was seen to reach their user at.
create table verified_addresses (
    organization_id uuid not null,
    user_id uuid not null,
    address_key text not null,
    verified_at bigint not null,
    primary key (organization_id, user_id, address_key),
    foreign key (organization_id, user_id) references users (organization_id, user_id) on delete cascade
);

create table sign_ins (
    organization_id uuid not null,
    sign_in_id uuid not null,
    user_id uuid not null,
    handle_hash bytea not null,
    methods text not null,
    authenticated_at bigint not null,
    source_address text,
    user_agent text,
    identity_provider_id uuid,
    upstream bytea,
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
    detail text,
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

-- What works once and is kept elsewhere, in a cookie or in a device's answer: which of them were used, until they expire by themselves.
create table spent_tickets (
    organization_id uuid not null,
    ticket text not null,
    expires_at bigint not null,
    primary key (organization_id, ticket)
);

-- What persons and administrators did to accounts, which people see of their own. Changes by provisioning are many and not in it.
create index audit_events_by_account on audit_events (organization_id, target_id, event_id) where target_type = 'user' and actor_kind <> 'client';

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
