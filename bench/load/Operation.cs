using System.Net;

namespace Gatehouse.Bench;

/// <summary>One kind of request.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Send">Sends number n of them.</param>
sealed record Operation(string Name, Func<int, Task<HttpStatusCode>> Send)
{
    /// <summary>Members of the group it is about, or null.</summary>
    public int? Group { get; init; }

    /// <summary>How many there can be, warm-up included: what is created must be put away again.</summary>
    public int Most { get; init; } = int.MaxValue;
}
