using System.Text.Json;
using System.Text.RegularExpressions;
using KernelGuard.Rules.Addresses;

namespace KernelGuard.Tests.Rules.Addresses;

/// <summary>The rows of <c>corpus.json</c>: a condition, a text that it reads as <c>args.s</c>, and whether it is true, false or an error.</summary>
internal sealed record AddressCorpus(string Note, PathStyle Paths, string When, IReadOnlyList<(string Text, string Expected)> Rows)
{
    private static readonly string[] _results = ["true", "false", "error"];

    public static IReadOnlyList<AddressCorpus> All { get; } = Read();

    private static List<AddressCorpus> Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Repository.FullPath("tests/KernelGuard.Tests/Rules/Addresses/corpus.json")));
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    private static AddressCorpus Read(JsonElement group) => new(
        group.GetProperty("note").GetString()!,
        group.TryGetProperty("paths", out var paths) && paths.ValueEquals("windows") ? PathStyle.Windows : PathStyle.Posix,
        group.GetProperty("when").GetString()!,
        [.. _results.SelectMany(result => group.GetProperty(result).EnumerateArray().Select(text => (TextOf(text), result)))]);

    // Half a surrogate pair can stand in JSON, and the reader of the platform does not give it out.
    private static string TextOf(JsonElement text) => Regex.Unescape(text.GetRawText()[1..^1]);
}
