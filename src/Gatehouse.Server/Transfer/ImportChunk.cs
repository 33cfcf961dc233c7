using Gatehouse.Scim;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;
using Gatehouse.Server.Directory;

namespace Gatehouse.Server.Transfer;

/// <summary>Some records, read and validated: what one transaction puts in.</summary>
sealed class ImportChunk
{
    const int MostRecords = 5_000;
    const int MostBytes = 16 * 1024 * 1024;

    public required IReadOnlyList<Candidate> Candidates { get; init; }

    /// <summary>The last record of it.</summary>
    public long Last => Candidates[^1].Record.Number;

    /// <summary>Takes the next records off the file and validates them on all processors. Null at the end.</summary>
    public static ImportChunk? Next(IEnumerator<ImportRecord> records, SchemaCatalog catalog)
    {
        var (taken, bytes) = (new List<ImportRecord>(), 0);
        while (taken.Count < MostRecords && bytes < MostBytes && records.MoveNext())
        {
            taken.Add(records.Current);
            bytes += records.Current.Size;
        }

        return taken.Count == 0 ? null : new() { Candidates = [.. taken.AsParallel().AsOrdered().Select(record => Candidate.Read(record, catalog))] };
    }

    /// <summary>The records that were read as users or groups.</summary>
    public IEnumerable<Candidate> Valid => Candidates.Where(static one => one.Problem is null);

    /// <summary>The same records in two chunks; a single one in one.</summary>
    public IEnumerable<ImportChunk> Halves() => Candidates.Chunk((Candidates.Count + 1) / 2).Select(static half => new ImportChunk { Candidates = half });

    /// <summary>A record that may become a user or a group.</summary>
    public sealed record Candidate(ImportRecord Record)
    {
        public ScimException? Problem { get; init; }

        /// <summary>The id it has in the file, which it keeps, or a new one.</summary>
        public Guid? GivenId { get; init; }

        public UserRow? User { get; init; }

        public GroupRow? Group { get; init; }

        /// <summary>What the file calls the members of a group.</summary>
        public IReadOnlyList<string> Members { get; init; } = [];

        public string? Name => User?.UserName ?? Group?.DisplayName;

        public string NameKey => User?.UserNameKey ?? Group!.DisplayNameKey;

        public string? ExternalId => User?.ExternalId ?? Group?.ExternalId;

        public static Candidate Read(ImportRecord record, SchemaCatalog catalog)
        {
            try
            {
                var message = record.Parse();
                var type = TypeOf(message, catalog);
                var given = message.AsObject!.Find("id").AsText;
                var id = ResourceIds.TryParse(given?.ToLowerInvariant(), out var parsed) ? parsed : (Guid?)null;
                var resource = ResourceReader.Read(message, type);
                if (type.Schema.Id == StandardSchemas.UserId)
                    return new(record) { GivenId = id, User = UserRow.From(resource) };

                var members = resource["members"].AsList ?? [];
                resource.Remove("members");
                return new(record)
                {
                    GivenId = id, Group = GroupRow.From(resource), Members = [.. members.Select(static one => one.AsObject?["value"].AsText ?? "").Distinct()],
                };
            }
            catch (ScimException problem)
            {
                return new(record) { Problem = problem };
            }
        }

        /// <summary>Whether what is there already is this very user or group, as far as the file tells.</summary>
        public bool IsSameAs(TakenName taken) => GivenId is { } id && id == taken.Id
            || (GivenId is null && (ExternalId is null || taken.ExternalId is null || ExternalId == taken.ExternalId));

        static ResourceType TypeOf(ScimValue message, SchemaCatalog catalog)
        {
            if (message.AsObject is not { } resource)
                throw ScimException.InvalidSyntax("A record must be a JSON object: a user or a group as SCIM writes them.");

            var urns = resource.Find("schemas").AsList ?? [];
            return catalog.ResourceTypes.FirstOrDefault(type => urns.Exists(urn => type.Schema.Id.Equals(urn.AsText, StringComparison.OrdinalIgnoreCase)))
                ?? throw ScimException.InvalidSyntax($"'schemas' must hold '{StandardSchemas.UserId}' or '{StandardSchemas.GroupId}'.");
        }
    }
}
