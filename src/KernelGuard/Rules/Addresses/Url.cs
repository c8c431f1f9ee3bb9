using KernelGuard.Cel;

namespace KernelGuard.Rules.Addresses;

/// <summary>A URL with a host, without the fragment. Immutable.</summary>
/// <param name="Scheme">The scheme in lower case.</param>
/// <param name="Host">The host, see <see cref="HostReader"/>.</param>
/// <param name="Port">The port that is given, or the usual one of the scheme; null if neither is known.</param>
/// <param name="Path">The path with its escapes decoded, without a separator at the end; <c>/</c> if there is none.</param>
/// <param name="Query">The query as it is written, with its question mark; empty if there is none.</param>
internal sealed record Url(string Scheme, string Host, int? Port, string Path, string Query) : ICelOpaque
{
    public const string Name = "url";

    public string TypeName => Name;
}
