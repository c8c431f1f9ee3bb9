using System.Collections.Frozen;
using KernelGuard.Tools.Schemas;

namespace KernelGuard.Tools.Results;

/// <summary>Texts that may fit schemas: one of their format, of their pattern, or of the least length.</summary>
internal static class SampleTexts
{
    private const int MaxLength = 10_000;

    // Names and addresses are those that are set aside for documentation.
    private static readonly FrozenDictionary<string, string> Formats = new Dictionary<string, string>
    {
        ["date-time"] = "2000-01-01T00:00:00Z",
        ["date"] = "2000-01-01",
        ["time"] = "00:00:00Z",
        ["duration"] = "PT0S",
        ["email"] = "user@example.com",
        ["idn-email"] = "user@example.com",
        ["hostname"] = "example.com",
        ["idn-hostname"] = "example.com",
        ["ipv4"] = "192.0.2.1",
        ["ipv6"] = "2001:db8::1",
        ["uri"] = "https://example.com/",
        ["uri-reference"] = "/",
        ["iri"] = "https://example.com/",
        ["iri-reference"] = "/",
        ["uuid"] = "00000000-0000-0000-0000-000000000000",
        ["json-pointer"] = "",
        ["regex"] = ".",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The candidates, the first choice first. Nothing but its sample is known to have a format.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<SchemaNode> parts)
    {
        var formats = FormatsOf(parts);
        if (formats.Count > 0)
        {
            return formats.Count == 1 ? [Formats[formats[0]]] : [];
        }

        var length = parts.Max(part => part.Length.Least);
        var patterns = parts.Where(part => part.Pattern is not null).Select(part => part.PatternText).ToList();
        return length > MaxLength ? [] : patterns.Count > 0 ? patterns.SelectMany(pattern => OfPattern(pattern, length)) : [new string('x', length)];
    }

    /// <summary>The formats of which there is a sample, each once.</summary>
    public static IReadOnlyList<string> FormatsOf(IEnumerable<SchemaNode> parts) =>
        [.. parts.Select(part => part.Format).OfType<string>().Where(Formats.ContainsKey).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> OfPattern(string pattern, int length)
    {
        if (PatternSample.Of(pattern, more: 0) is not { } shortest)
        {
            yield break;
        }

        yield return shortest;
        if (shortest.Length < length)
        {
            if (PatternSample.Of(pattern, length - shortest.Length) is { } longer)
            {
                yield return longer;
            }

            yield return shortest.PadRight(length, 'x');
        }
    }
}
