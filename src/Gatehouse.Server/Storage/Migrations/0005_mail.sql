-- Mails that wait to be delivered, each gone once it is or has been given up. Bodies hold links and codes that work, so they are sealed.

create table outbox_mails (
    organization_id uuid not null,
    mail_id uuid not null,
    kind text not null,
    recipient text not null,
    language text not null,
    subject text not null,
    due_at bigint not null,
    lease_until bigint not null,
    attempts bigint not null,
    last_error text,
    created_at bigint not null,
    sealed_with text not null,
    sealed_bodies bytea not null,
    primary key (organization_id, mail_id)
);

-- Holds all that the search for due mails asks for, so that it reads no bodies.
create index outbox_mails_by_due on outbox_mails (organization_id, due_at, lease_until, mail_id);

-- How many mails about people's own accounts went where, by the hour.
create table mail_counts (
    organization_id uuid not null,
    target text not null,
    hour bigint not null,
    mails bigint not null,
    primary key (organization_id, target, hour)
);
