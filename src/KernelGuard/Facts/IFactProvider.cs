namespace KernelGuard.Facts;

/// <summary>Delivers business facts that policies declare under <c>facts:</c>: of one type of resource, or of the business context.</summary>
/// <remarks>
/// Must be safe to use from several threads. It has to answer by the query alone, never by who happens to call: concurrent fetches with equal queries are
/// joined, and an answer may be used again within <see cref="FactOptions.MaxAge"/>. Where it throws, or does not answer in time, its facts are
/// missing, and a condition that reads a missing fact fails on the safe side.
/// </remarks>
public interface IFactProvider
{
    /// <summary>What the facts are about: a type of resource, such as <c>order</c>, or <c>context</c>.</summary>
    string Subject { get; }

    /// <summary>Fetches the facts.</summary>
    /// <param name="query">Of what.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>JSON-like values by name; null or an absent name means that the fact is missing. Names that policies do not declare are passed over.</returns>
    ValueTask<IReadOnlyDictionary<string, object?>?> FetchAsync(FactQuery query, CancellationToken cancellationToken);
}
