using System.Text.Json;
using KernelGuard.Calls;

namespace KernelGuard.Enforcement;

/// <summary>Results that the guard itself makes, in types that every framework can pass on.</summary>
internal static class PlainResult
{
    /// <summary>A scalar as it is; an object or a list as a <see cref="JsonElement"/>.</summary>
    public static object? From(object? frozen) => frozen is FrozenObject or FrozenList ? JsonElement.Parse(CanonicalJson.ToText(frozen)) : frozen;
}
