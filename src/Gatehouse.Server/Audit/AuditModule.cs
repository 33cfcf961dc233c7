namespace Gatehouse.Server.Audit;

/// <summary>Owns the audit trail: what was done, by whom, to whom. Appended to by everybody in the transaction of the change, changed by nobody.</summary>
static class AuditModule
{
    public static void Add(IServiceCollection services) => services.AddSingleton<AuditLog>();
}
