-- How people sign in through their organization's own identity provider, and which account each of them is.

create table identity_providers (
    organization_id uuid not null,
    identity_provider_id uuid not null,
    protocol text not null,
    name text not null,
    state text not null,
    settings text not null,
    sealed_secret bytea,
    sealed_key bytea,
    certificate bytea,
    metadata text,
    refresh_at bigint,
    version bigint not null,
    created_at bigint not null,
    modified_at bigint not null,
    primary key (organization_id, identity_provider_id),
    foreign key (organization_id) references organizations (organization_id)
);

create index identity_providers_due on identity_providers (organization_id, refresh_at) where refresh_at is not null;

-- What came of sign-ins by a federation, for whoever looks after it.
create index audit_events_by_federation on audit_events (organization_id, target_id, event_id) where target_type = 'federation';

-- For which domains an identity provider speaks. A domain may have several.
create table identity_provider_domains (
    organization_id uuid not null,
    identity_provider_id uuid not null,
    domain text not null,
    created_at bigint not null,
    primary key (organization_id, identity_provider_id, domain),
    foreign key (organization_id, identity_provider_id) references identity_providers (organization_id, identity_provider_id)
);

create index identity_provider_domains_by_domain on identity_provider_domains (organization_id, domain);

-- Who a subject of an identity provider is. Outlives the user for a while, so that whoever was deleted does not come back by signing in.
create table federated_identities (
    organization_id uuid not null,
    identity_provider_id uuid not null,
    subject text not null,
    user_id uuid not null,
    linked_by text not null,
    created_at bigint not null,
    last_used_at bigint not null,
    primary key (organization_id, identity_provider_id, subject),
    foreign key (organization_id, identity_provider_id) references identity_providers (organization_id, identity_provider_id)
);

create unique index federated_identities_by_user on federated_identities (organization_id, user_id, identity_provider_id);
