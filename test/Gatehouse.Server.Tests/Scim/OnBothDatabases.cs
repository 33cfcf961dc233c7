using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Scim;

public sealed class AuditOnSqlite(SqliteServer server) : AuditTests(server);

public sealed class AuditOnPostgreSql(PostgreSqlServer server) : AuditTests(server);

public sealed class BadFilterOnSqlite(SqliteServer server) : BadFilterTests(server);

public sealed class BadFilterOnPostgreSql(PostgreSqlServer server) : BadFilterTests(server);

public sealed class BadInputOnSqlite(SqliteServer server) : BadInputTests(server);

public sealed class BadInputOnPostgreSql(PostgreSqlServer server) : BadInputTests(server);

public sealed class BadPathOnSqlite(SqliteServer server) : BadPathTests(server);

public sealed class BadPathOnPostgreSql(PostgreSqlServer server) : BadPathTests(server);

public sealed class BulkOnSqlite(SqliteServer server) : BulkTests(server);

public sealed class BulkOnPostgreSql(PostgreSqlServer server) : BulkTests(server);

public sealed class ConcurrencyOnSqlite(SqliteServer server) : ConcurrencyTests(server);

public sealed class ConcurrencyOnPostgreSql(PostgreSqlServer server) : ConcurrencyTests(server);

public sealed class CreateUserOnSqlite(SqliteServer server) : CreateUserTests(server);

public sealed class CreateUserOnPostgreSql(PostgreSqlServer server) : CreateUserTests(server);

public sealed class CursorOnSqlite(SqliteServer server) : CursorTests(server);

public sealed class CursorOnPostgreSql(PostgreSqlServer server) : CursorTests(server);

public sealed class CustomSchemaOnSqlite(SqliteServer server) : CustomSchemaTests(server);

public sealed class CustomSchemaOnPostgreSql(PostgreSqlServer server) : CustomSchemaTests(server);

public sealed class DeleteUserOnSqlite(SqliteServer server) : DeleteUserTests(server);

public sealed class DeleteUserOnPostgreSql(PostgreSqlServer server) : DeleteUserTests(server);

public sealed class DiscoveryOnSqlite(SqliteServer server) : DiscoveryTests(server);

public sealed class DiscoveryOnPostgreSql(PostgreSqlServer server) : DiscoveryTests(server);

public sealed class DoorOnSqlite(SqliteServer server) : DoorTests(server);

public sealed class DoorOnPostgreSql(PostgreSqlServer server) : DoorTests(server);

public sealed class ETagOnSqlite(SqliteServer server) : ETagTests(server);

public sealed class ETagOnPostgreSql(PostgreSqlServer server) : ETagTests(server);

public sealed class ErrorOnSqlite(SqliteServer server) : ErrorTests(server);

public sealed class ErrorOnPostgreSql(PostgreSqlServer server) : ErrorTests(server);

public sealed class GroupMemberOnSqlite(SqliteServer server) : GroupMemberTests(server);

public sealed class GroupMemberOnPostgreSql(PostgreSqlServer server) : GroupMemberTests(server);

public sealed class GroupOnSqlite(SqliteServer server) : GroupTests(server);

public sealed class GroupOnPostgreSql(PostgreSqlServer server) : GroupTests(server);

public sealed class IsolationOnSqlite(SqliteServer server) : IsolationTests(server);

public sealed class IsolationOnPostgreSql(PostgreSqlServer server) : IsolationTests(server);

public sealed class LargeGroupOnSqlite(SqliteServer server) : LargeGroupTests(server);

public sealed class LargeGroupOnPostgreSql(PostgreSqlServer server) : LargeGroupTests(server);

public sealed class LifecycleOnSqlite(SqliteServer server) : LifecycleTests(server);

public sealed class LifecycleOnPostgreSql(PostgreSqlServer server) : LifecycleTests(server);

public sealed class PagingOnSqlite(SqliteServer server) : PagingTests(server);

public sealed class PagingOnPostgreSql(PostgreSqlServer server) : PagingTests(server);

public sealed class PatchUserOnSqlite(SqliteServer server) : PatchUserTests(server);

public sealed class PatchUserOnPostgreSql(PostgreSqlServer server) : PatchUserTests(server);

public sealed class ProjectionOnSqlite(SqliteServer server) : ProjectionTests(server);

public sealed class ProjectionOnPostgreSql(PostgreSqlServer server) : ProjectionTests(server);

public sealed class QueryOnSqlite(SqliteServer server) : QueryTests(server);

public sealed class QueryOnPostgreSql(PostgreSqlServer server) : QueryTests(server);

public sealed class ReplaceUserOnSqlite(SqliteServer server) : ReplaceUserTests(server);

public sealed class ReplaceUserOnPostgreSql(PostgreSqlServer server) : ReplaceUserTests(server);

public sealed class RequestLogOnSqlite(SqliteServer server) : RequestLogTests(server);

public sealed class RequestLogOnPostgreSql(PostgreSqlServer server) : RequestLogTests(server);

public sealed class SchemaProfileOnSqlite(SqliteServer server) : SchemaProfileTests(server);

public sealed class SchemaProfileOnPostgreSql(PostgreSqlServer server) : SchemaProfileTests(server);

public sealed class ScopeOnSqlite(SqliteServer server) : ScopeTests(server);

public sealed class ScopeOnPostgreSql(PostgreSqlServer server) : ScopeTests(server);

public sealed class SearchOnSqlite(SqliteServer server) : SearchTests(server);

public sealed class SearchOnPostgreSql(PostgreSqlServer server) : SearchTests(server);

public sealed class SortOnSqlite(SqliteServer server) : SortTests(server);

public sealed class SortOnPostgreSql(PostgreSqlServer server) : SortTests(server);
