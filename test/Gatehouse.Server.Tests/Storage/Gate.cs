namespace Gatehouse.Server.Tests.Storage;

/// <summary>Holds a write in the middle of its work until the test has looked.</summary>
sealed class Gate : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task ReachedAsync() => reached.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    public Task PassAsync()
    {
        reached.TrySetResult();
        return opened.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    public void Open() => opened.TrySetResult();

    /// <summary>Also when a test fails, nobody may be left waiting: the others use the same database.</summary>
    public void Dispose() => Open();
}
