-- One row for every request at /scim/v2, refused ones and reads included: the organization's incoming provisioning log.

create table scim_requests (
    organization_id uuid not null,
    request_id uuid not null,
    occurred_at bigint not null,
    client_id text not null,
    method text not null,
    operation text not null,
    target_id text,
    status bigint not null,
    duration_ms bigint not null,
    attributes text,
    findings text,
    primary key (organization_id, request_id)
);

create index scim_requests_by_time on scim_requests (organization_id, occurred_at);
