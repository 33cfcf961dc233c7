using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Organizations;

/// <summary>How an organization's pages look: the organization_logos table, and the columns of organizations that tell of logo and accent.</summary>
sealed class OrganizationBrands(TimeProvider clock)
{
    const string SetAccentSql = """
        update organizations
        set accent = @accent, version = version + 1, modified_at = @now
        where organization_id = @organization
        """;

    /// <summary>Sets the colour, or takes it away.</summary>
    /// <param name="db">The organization's scope, writing.</param>
    /// <param name="accent">Six hexadecimal digits of a colour that can be read, or null.</param>
    /// <param name="stop">Gives up.</param>
    public Task SetAccentAsync(DbScope db, string? accent, CancellationToken stop) =>
        db.ExecuteAsync(SetAccentSql, new { accent, now = clock.GetUtcNow() }, stop);

    const string SetLogoHashSql = """
        update organizations
        set logo_hash = @hash, version = version + 1, modified_at = @now
        where organization_id = @organization
        """;

    const string SaveLogoSql = """
        insert into organization_logos (organization_id, hash, media_type, image, created_at)
        values (@organization, @Hash, @MediaType, @Image, @now)
        on conflict (organization_id)
        do update set hash = excluded.hash, media_type = excluded.media_type, image = excluded.image, created_at = excluded.created_at
        """;

    /// <summary>Sets the logo, in the place of an earlier one.</summary>
    public async Task SetLogoAsync(DbScope db, Logo logo, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        await db.ExecuteAsync(SaveLogoSql, new { logo.Hash, logo.MediaType, logo.Image, now }, stop);
        await db.ExecuteAsync(SetLogoHashSql, new { hash = logo.Hash, now }, stop);
    }

    const string RemoveLogoSql = """
        delete from organization_logos
        where organization_id = @organization
        """;

    public async Task RemoveLogoAsync(DbScope db, CancellationToken stop)
    {
        await db.ExecuteAsync(SetLogoHashSql, new { hash = (string?)null, now = clock.GetUtcNow() }, stop);
        await db.ExecuteAsync(RemoveLogoSql, null, stop);
    }

    const string FindLogoSql = """
        select image, media_type
        from organization_logos
        where organization_id = @organization
          and hash = @hash
        """;

    /// <returns>Null when the organization has no such logo, or has it no longer.</returns>
    public Task<StoredLogo?> FindLogoAsync(DbScope db, string hash, CancellationToken stop) => db.FindAsync<StoredLogo>(FindLogoSql, new { hash }, stop);
}

/// <summary>A logo as it is sent to browsers.</summary>
sealed class StoredLogo
{
    public required byte[] Image { get; init; }

    public required string MediaType { get; init; }
}
