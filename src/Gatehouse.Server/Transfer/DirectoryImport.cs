using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

using Gatehouse.Scim;
using Gatehouse.Scim.Schemas;
using Gatehouse.Server.Audit;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Transfer;

/// <summary>
/// Puts the users and groups of a file into an organization. In chunks, each one transaction that holds its rows, its audit event and how
/// far the import has come: after a crash it goes on there. First all resources, then the members of groups, which may name any of them.
/// What is there already stays as it is, except that groups gain the members they lack.
/// </summary>
sealed class DirectoryImport(
    Database database, Users users, Groups groups, GroupMembers members, SchemaCatalogs catalogs, ImportStates states, AuditLog audit, TimeProvider clock)
{
    const string Origin = "import";
    const int MembersAtOnce = 10_000;
    const int IdentifyingBytes = 1024 * 1024;
    const int MostTold = 20;

    /// <summary>Imports a file, or goes on with it.</summary>
    /// <param name="organization">Whose directory.</param>
    /// <param name="source">The file.</param>
    /// <param name="report">Where to tell of what is not taken.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told after each chunk.</param>
    /// <param name="stop">Gives up after the chunk at hand.</param>
    /// <exception cref="ImportException">The file cannot be read as what it should be.</exception>
    public async Task<ImportState> RunAsync(
        OrganizationId organization, RecordSource source, ImportReport report, ImportOptions options, Action<ImportProgress> progress,
        CancellationToken stop)
    {
        var catalog = await catalogs.GetAsync(organization, stop);
        var id = await IdentifyAsync(source.Path, stop);
        var known = options.StartsOver || options.ChangesNothing ? null : await database.ReadAsync(organization, db => states.FindAsync(db, id, stop), stop);
        var state = known ?? new ImportState { ImportId = id, StartedAt = clock.GetUtcNow().ToUnixTimeMilliseconds() };
        report.Begin(goesOn: known is not null);
        var run = new Run(organization, source, report, catalog, options, progress);
        progress(new(state, 0, known is not null));

        if (state.Stage == ImportState.Resources)
        {
            state = await EachChunkAsync(run, state, static _ => true, AddResourcesAsync, stop);
            state = state with { Stage = ImportState.Members, Position = 0 };
        }

        if (options.ChangesNothing)
            return state;

        state = await EachChunkAsync(run, state, static record => record.MayHaveMembers, AddMembersAsync, stop);
        await database.WriteAsync(organization, db => states.DeleteAsync(db, id, stop), stop);
        return state;
    }

    static async Task<ImportState> EachChunkAsync(
        Run run, ImportState state, Func<ImportRecord, bool> concerns, Func<Run, ImportChunk, ImportState, CancellationToken, Task<ImportState>> take,
        CancellationToken stop)
    {
        using var records = run.Source.Read(state.Position).Where(concerns).GetEnumerator();
        // The next chunk is read while this one is written.
        var next = Task.Run(() => ImportChunk.Next(records, run.Catalog), stop);
        try
        {
            while (await next is { } chunk)
            {
                stop.ThrowIfCancellationRequested();
                var position = run.Source.Position;
                next = Task.Run(() => ImportChunk.Next(records, run.Catalog), stop);
                state = await take(run, chunk, state, stop);
                run.Progress(new(state, position, GoesOn: false));
            }

            return state;
        }
        finally
        {
            // It reads from what is about to be closed.
            await Task.WhenAny(next);
        }
    }

    async Task<ImportState> AddResourcesAsync(Run run, ImportChunk chunk, ImportState state, CancellationToken stop)
    {
        var sorted = await SortAsync(run, chunk, stop);
        foreach (var (candidate, why) in sorted.Rejected.Where(one => run.Told.Add(one.Candidate.Record.Number)))
            run.Report.Add(candidate.Record, candidate.Name, why);
        run.Report.Flush();

        var after = state with
        {
            Position = chunk.Last, Users = state.Users + sorted.Users.Count, Groups = state.Groups + sorted.Groups.Count,
            Existing = state.Existing + sorted.Existing, Rejected = state.Rejected + sorted.Rejected.Count,
        };
        if (run.Options.ChangesNothing)
            return after;

        try
        {
            await database.WriteAsync(run.Organization, async db =>
            {
                await users.InsertManyAsync(db, sorted.Users, Origin, stop);
                await groups.InsertManyAsync(db, sorted.Groups, stop);
                await RecordAsync(db, run, state, after, stop);
                await states.SaveAsync(db, after, stop);
            }, stop);
            return after;
        }
        catch (UniqueViolationException)
        {
            // Somebody took a name since it was looked up. In ever smaller pieces, until looking up and writing are close enough.
            foreach (var half in chunk.Halves())
                state = await AddResourcesAsync(run, half, state, stop);
            return state;
        }
    }

    /// <summary>Sorts a chunk into what is new, what is there already, and what cannot be taken.</summary>
    async Task<Sorted> SortAsync(Run run, ImportChunk chunk, CancellationToken stop)
    {
        var (takenUsers, takenGroups) = await database.ReadAsync(run.Organization, async db => (
            await FindTakenAsync(chunk.Valid.Where(static one => one.User is not null), (names, ids) => users.FindTakenAsync(db, names, ids, stop)),
            await FindTakenAsync(chunk.Valid.Where(static one => one.Group is not null), (names, ids) => groups.FindTakenAsync(db, names, ids, stop))), stop);

        var sorted = new Sorted();
        foreach (var one in chunk.Candidates)
        {
            var taken = one.User is not null ? takenUsers : takenGroups;
            if (one.Problem is { } problem)
                sorted.Rejected.Add((one, problem));
            else if (taken.Of(one) is { } other)
                sorted.Judge(one, other);
            else
                sorted.Add(one, one.GivenId ?? UserId.New(clock).Value, taken);
        }

        return sorted;
    }

    static async Task<Taken> FindTakenAsync(
        IEnumerable<ImportChunk.Candidate> candidates, Func<IEnumerable<string>, IEnumerable<Guid>, Task<IReadOnlyList<TakenName>>> find)
    {
        var some = candidates.ToList();
        return new(some.Count == 0 ? [] : await find(some.Select(static one => one.NameKey), some.Select(static one => one.GivenId).OfType<Guid>()));
    }

    async Task<ImportState> AddMembersAsync(Run run, ImportChunk chunk, ImportState state, CancellationToken stop)
    {
        var found = chunk.Valid.Where(static one => one.Members.Count > 0).ToList();
        var (after, strangers) = await database.WriteAsync(run.Organization, async db =>
        {
            var taken = new Taken(await groups.FindTakenAsync(
                db, found.Select(static one => one.NameKey), found.Select(static one => one.GivenId).OfType<Guid>(), stop));
            var ids = await NamedIds.FindAsync(db, [.. found.SelectMany(static one => one.Members)], stop);
            var (joined, unknown) = (0L, new List<(ImportChunk.Candidate Group, ScimException Why)>());
            foreach (var one in found)
            {
                // One that is not there was told of when it was not taken.
                if (taken.Of(one) is not { } group || !one.IsSameAs(group))
                    continue;

                joined += await JoinAsync(db, new GroupId(group.Id), one, ids, stop);
                var missing = one.Members.Where(member => !ids.TryGetValue(member, out var id) || id == group.Id).ToList();
                if (missing.Count > 0)
                    unknown.Add((one, Strangers(missing)));
            }

            var next = state with { Position = chunk.Last, Joined = state.Joined + joined, Rejected = state.Rejected + unknown.Count };
            await RecordAsync(db, run, state, next, stop);
            await states.SaveAsync(db, next, stop);
            return (next, unknown);
        }, stop);

        strangers.ForEach(one => run.Report.Add(one.Group.Record, one.Group.Name, one.Why));
        run.Report.Flush();
        return after;
    }

    async Task<long> JoinAsync(DbScope db, GroupId group, ImportChunk.Candidate one, Dictionary<string, Guid> ids, CancellationToken stop)
    {
        var joined = 0L;
        foreach (var some in one.Members.Where(ids.ContainsKey).Select(member => ids[member]).Where(id => id != group.Value).Distinct().Chunk(MembersAtOnce))
            joined += (await members.AddAsync(db, group, some, stop)).Count;
        if (joined > 0)
            await groups.TouchAsync(db, group, stop);
        return joined;
    }

    static ScimException Strangers(List<string> missing) => ScimException.InvalidValue(
        $"{missing.Count} of its members are not in the organization, by id, externalId or name: {string.Join(", ", missing.Take(MostTold))}"
        + (missing.Count > MostTold ? ", …" : ".")
        + " The group and its other members were taken. Add them, then import this record again.");

    async Task RecordAsync(DbScope db, Run run, ImportState before, ImportState after, CancellationToken stop)
    {
        if ((after.Users, after.Groups, after.Joined) == (before.Users, before.Groups, before.Joined))
            return;

        await audit.AppendAsync(db, run.Options.Event with
        {
            Action = "directory.imported", TargetType = "organization", TargetId = run.Organization.ToString(), Details = new JsonObject
            {
                ["file"] = Path.GetFileName(run.Source.Path), ["throughRecord"] = after.Position, ["users"] = after.Users - before.Users,
                ["groups"] = after.Groups - before.Groups, ["members"] = after.Joined - before.Joined,
            }.ToJsonString(),
        }, stop);
    }

    /// <summary>A file is known again by its length and its beginning, wherever it lies.</summary>
    static async Task<string> IdentifyAsync(string path, CancellationToken stop)
    {
        await using var file = File.OpenRead(path);
        var begin = new byte[Math.Min(IdentifyingBytes, file.Length)];
        await file.ReadExactlyAsync(begin, stop);
        var hash = SHA256.HashData([.. begin, .. Encoding.ASCII.GetBytes(JsonSerializer.Serialize(file.Length))]);
        return Convert.ToHexStringLower(hash);
    }

    sealed record Run(
        OrganizationId Organization, RecordSource Source, ImportReport Report, SchemaCatalog Catalog, ImportOptions Options, Action<ImportProgress> Progress)
    {
        /// <summary>Records that the report tells of already.</summary>
        public HashSet<long> Told { get; } = [];
    }

    /// <summary>Names and ids that are taken, in the database and by the chunk's own records.</summary>
    sealed class Taken(IReadOnlyList<TakenName> names)
    {
        // One may be found by its name and by its id.
        readonly Dictionary<string, TakenName> byName = names.Where(static one => !one.IsDeleted).DistinctBy(static one => one.NameKey)
            .ToDictionary(static one => one.NameKey, StringComparer.Ordinal);

        readonly Dictionary<Guid, TakenName> byId = names.DistinctBy(static one => one.Id).ToDictionary(static one => one.Id);

        public TakenName? Of(ImportChunk.Candidate one) =>
            (one.GivenId is { } id ? byId.GetValueOrDefault(id) : null) ?? byName.GetValueOrDefault(one.NameKey);

        public void Add(TakenName name) => (byName[name.NameKey], byId[name.Id]) = (name, name);
    }

    sealed class Sorted
    {
        public List<(UserId Id, UserRow Row)> Users { get; } = [];

        public List<(GroupId Id, GroupRow Row)> Groups { get; } = [];

        public List<(ImportChunk.Candidate Candidate, ScimException Why)> Rejected { get; } = [];

        public int Existing { get; private set; }

        readonly HashSet<Guid> own = [];

        public void Add(ImportChunk.Candidate one, Guid id, Taken taken)
        {
            if (one.User is not null)
                Users.Add((new(id), one.User));
            else
                Groups.Add((new(id), one.Group!));
            own.Add(id);
            taken.Add(new() { Id = id, NameKey = one.NameKey, ExternalId = one.ExternalId });
        }

        public void Judge(ImportChunk.Candidate one, TakenName other)
        {
            var what = one.User is not null ? "userName" : "displayName";
            if (other.IsDeleted)
                Rejected.Add((one, ScimException.Uniqueness($"The user of this id was deleted. Bring it back with 'gatehouse users restore {other.Id:D}'.")));
            else if (own.Contains(other.Id))
                Rejected.Add((one, ScimException.Uniqueness($"A record before has the same {what} or id.")));
            else if (one.IsSameAs(other))
                Existing++;
            else
                Rejected.Add((one, ScimException.Uniqueness($"The {what} belongs to another one, whose id is {other.Id:D}.")));
        }
    }
}
