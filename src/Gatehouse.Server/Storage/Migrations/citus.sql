-- Not run by migrations: what spreads the tables over the nodes of a Citus cluster. Tables of organizations are sharded by organization
-- and colocated; small tables that every node needs are copied to all of them.

select create_distributed_table('organizations', 'organization_id');
select create_distributed_table('organization_logos', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('clients', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('client_credentials', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('revoked_tokens', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('assertion_ids', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('audit_events', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('users', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('user_emails', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('deleted_users', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('groups', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('group_members', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('directory_counts', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('organization_schemas', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('scim_requests', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('local_credentials', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('passkeys', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('verified_addresses', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('sign_ins', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('account_links', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('sign_in_failures', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('spent_tickets', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('role_assignments', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('operator_links', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('applications', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('application_secrets', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('authorizations', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('tokens', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('application_sign_ins', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('imports', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('outbox_mails', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('mail_counts', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('findings', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('identity_providers', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('identity_provider_domains', 'organization_id', colocate_with => 'organizations');
select create_distributed_table('federated_identities', 'organization_id', colocate_with => 'organizations');

select create_reference_table('email_domains');
select create_reference_table('signing_keys');
select create_reference_table('protection_keys');
select create_reference_table('instance_settings');
select create_reference_table('local_sign_ins');
