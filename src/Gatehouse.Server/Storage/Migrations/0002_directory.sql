-- Users, groups and their memberships. The resource column is the SCIM document as it is sent out; the columns beside it are derived from it.

create table users (
    organization_id uuid not null,
    user_id uuid not null,
    user_name text not null,
    user_name_key text not null,
    external_id text,
    display_name text,
    manager_id uuid,
    active boolean not null,
    resource text not null,
    origin text not null,
    provisioned_by text,
    version bigint not null,
    created_at bigint not null,
    modified_at bigint not null,
    primary key (organization_id, user_id)
);

create unique index users_by_name on users (organization_id, user_name_key);
create index users_by_external_id on users (organization_id, external_id);

create table user_emails (
    organization_id uuid not null,
    user_id uuid not null,
    address_key text not null,
    primary key (organization_id, user_id, address_key),
    foreign key (organization_id, user_id) references users (organization_id, user_id) on delete cascade
);

create index user_emails_by_address on user_emails (organization_id, address_key);

create table deleted_users (
    organization_id uuid not null,
    user_id uuid not null,
    user_name text not null,
    user_name_key text not null,
    external_id text,
    resource text not null,
    origin text not null,
    provisioned_by text,
    group_ids text not null,
    version bigint not null,
    created_at bigint not null,
    deleted_at bigint not null,
    primary key (organization_id, user_id)
);

create index deleted_users_by_time on deleted_users (organization_id, deleted_at);

create table groups (
    organization_id uuid not null,
    group_id uuid not null,
    display_name text not null,
    display_name_key text not null,
    external_id text,
    resource text not null,
    version bigint not null,
    created_at bigint not null,
    modified_at bigint not null,
    primary key (organization_id, group_id)
);

create unique index groups_by_name on groups (organization_id, display_name_key);
create index groups_by_external_id on groups (organization_id, external_id);

create table group_members (
    organization_id uuid not null,
    group_id uuid not null,
    member_id uuid not null,
    member_type text not null,
    added_at bigint not null,
    primary key (organization_id, group_id, member_id),
    foreign key (organization_id, group_id) references groups (organization_id, group_id) on delete cascade
);

create index group_members_by_member on group_members (organization_id, member_id, group_id);

-- How many users and groups there are: counting them would cost more the more there are. Spread over slots, so that creates do not queue.
create table directory_counts (
    organization_id uuid not null,
    kind text not null,
    slot bigint not null,
    total bigint not null,
    primary key (organization_id, kind, slot)
);

create table organization_schemas (
    organization_id uuid not null,
    name text not null,
    attributes text not null,
    version bigint not null,
    created_at bigint not null,
    modified_at bigint not null,
    primary key (organization_id, name)
);
