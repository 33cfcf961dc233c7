-- Imports that have begun and not ended: where each stands, written with the rows it has put in, so that a new start goes on from there.

create table imports (
    organization_id uuid not null,
    import_id text not null,
    stage text not null,
    position bigint not null,
    users bigint not null,
    groups bigint not null,
    joined bigint not null,
    existing bigint not null,
    rejected bigint not null,
    started_at bigint not null,
    modified_at bigint not null,
    primary key (organization_id, import_id)
);
