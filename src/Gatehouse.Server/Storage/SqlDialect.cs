using System.Data.Common;
using System.Text.Json;

using Microsoft.Data.Sqlite;

using Npgsql;

namespace Gatehouse.Server.Storage;

/// <summary>The few places where SQLite and PostgreSQL need different words.</summary>
abstract class SqlDialect
{
    /// <summary>Ends a select whose rows nobody else may change until the transaction ends.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>The same for the rows of one of several tables, by its alias.</summary>
    public abstract string ForUpdateOf(string alias);

    /// <summary>Ends a select whose rows nobody else may delete until the transaction ends.</summary>
    public abstract string ForKeyShare { get; }

    /// <summary>How many transactions may write at once, at least; what all of them touch is spread over so many rows.</summary>
    public abstract int Writers { get; }

    /// <summary>A column that is compared by code point, as the application does.</summary>
    public abstract string Ordinal(string column);

    /// <summary>The condition that a column's value is in a list, which is one parameter made by <see cref="ListOf(IEnumerable{Guid})"/>.</summary>
    public abstract string AnyOf(string column, string parameter);

    public abstract object ListOf(IEnumerable<Guid> ids);

    public abstract object ListOf(IEnumerable<string> texts);

    public abstract bool IsUniqueViolation(DbException problem);

    /// <summary>Whether the same transaction may succeed when it is tried again.</summary>
    public abstract bool IsTransient(DbException problem);
}

/// <summary>SQLite: one writer at a time, so rows need no locks of their own.</summary>
sealed class SqliteDialect : SqlDialect
{
    const int ConstraintPrimaryKey = 1555;
    const int ConstraintUnique = 2067;

    public override string ForUpdate => "";

    public override string ForUpdateOf(string alias) => "";

    public override string ForKeyShare => "";

    public override int Writers => 1;

    public override string Ordinal(string column) => column;

    public override string AnyOf(string column, string parameter) => $"{column} in (select value from json_each(@{parameter}))";

    public override object ListOf(IEnumerable<Guid> ids) => JsonSerializer.Serialize(ids.Select(static id => id.ToString("D")));

    public override object ListOf(IEnumerable<string> texts) => JsonSerializer.Serialize(texts);

    public override bool IsUniqueViolation(DbException problem) =>
        problem is SqliteException { SqliteExtendedErrorCode: ConstraintPrimaryKey or ConstraintUnique };

    public override bool IsTransient(DbException problem) => false;
}

/// <summary>PostgreSQL 15 or later, alone or with Citus.</summary>
sealed class PostgreSqlDialect : SqlDialect
{
    public override string ForUpdate => "\nfor update";

    public override string ForUpdateOf(string alias) => $"\nfor update of {alias}";

    public override string ForKeyShare => "\nfor key share";

    public override int Writers => 16;

    public override string Ordinal(string column) => $"{column} collate \"C\"";

    public override string AnyOf(string column, string parameter) => $"{column} = any(@{parameter})";

    public override object ListOf(IEnumerable<Guid> ids) => ids.ToArray();

    public override object ListOf(IEnumerable<string> texts) => texts.ToArray();

    // On Citus the constraint's name is missing; the state is all that can be relied on.
    public override bool IsUniqueViolation(DbException problem) =>
        problem is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    public override bool IsTransient(DbException problem) =>
        problem is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };
}
