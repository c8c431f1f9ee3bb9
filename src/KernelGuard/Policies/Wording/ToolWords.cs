using System.Collections.Immutable;
using System.Globalization;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Wording;

/// <summary>Says in plain words what a document says of a tool.</summary>
internal static class ToolWords
{
    /// <summary>All of it as one sentence.</summary>
    public static string Of(ToolDefinition tool)
    {
        string?[] parts =
        [
            tool.Risk is null ? null : $"risk {tool.Risk}",
            tool.Impact is null ? null : $"impact {tool.Impact}",
            List("data", tool.Data),
            List("tags", tool.Tags),
            List("regulations", tool.Regulations),
            tool.Resource is { } resource ? $"its calls are about the {resource.Type.Value} {resource.Id.Text}" : null,
            List("also known as", tool.Also),
            List("marks the session with", tool.Labels),
            tool.IsModifiable ? null : "no rule may change its calls or results",
            tool.IsSubstitute ? "only stands in for other tools" : null,
            tool.Source is { } source ? $"has to come from {source.Value}" : null,
            tool.Arguments is null ? null : "a schema says which arguments it takes",
            tool.Returns is null ? null : "a schema says what it returns",
            tool.Recordings.Length switch { 0 => null, 1 => "one result is recorded", var count => string.Create(CultureInfo.InvariantCulture, $"{count} results are recorded") },
        ];
        var known = parts.OfType<string>().ToArray();
        var description = tool.Description is { } text ? $" — {text.TrimEnd()}" : "";
        return $"tool {tool.Name.Value}: {(known.Length == 0 ? "exists" : string.Join("; ", known))}{description}";
    }

    private static string? List(string what, ImmutableArray<Located<string>> names) => names.IsEmpty ? null : $"{what} {DocumentWords.Names(names)}";
}
