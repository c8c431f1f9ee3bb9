using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using KernelGuard.Calls;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Tools;
using KernelGuard.Tools.Results;
using KernelGuard.Tools.Schemas;

namespace KernelGuard.Policies.Compilation;

/// <summary>Turns what documents say of tools into declarations, and checks the schemas.</summary>
internal static class ToolCompiler
{
    public static ImmutableArray<ToolDeclaration> Compile(IEnumerable<PolicyDocument> documents, DiagnosticBag bag) =>
    [
        .. documents.SelectMany(document => document.Tools)
            .GroupBy(tool => tool.Name.Value, StringComparer.OrdinalIgnoreCase)
            .Select(parts => Compile(parts.FirstOrDefault(part => !part.OnlyRecords, parts.First()), parts.SelectMany(part => part.Recordings), bag)),
    ];

    private static ToolDeclaration Compile(ToolDefinition tool, IEnumerable<RecordingDefinition> recordings, DiagnosticBag bag) => new(tool.Name.Value)
    {
        Risk = tool.Risk ?? "",
        Impact = tool.Impact ?? "",
        Data = Texts(tool.Data),
        Tags = Texts(tool.Tags),
        Regulations = Texts(tool.Regulations),
        Also = Texts(tool.Also),
        Labels = Texts(tool.Labels),
        IsModifiable = tool.IsModifiable,
        IsSubstitute = tool.IsSubstitute,
        Source = tool.Source?.Value,
        Args = CompileSchema(tool.Arguments, tool.ArgumentsText, "the arguments", (schema, doubts) => ToolSchema.Compile(schema, out _, doubts), bag),
        Returns = CompileSchema(tool.Returns, tool.ReturnsText, "the result", (schema, doubts) => ResultShape.Compile(schema, out _, doubts), bag),
        Recorded = [.. recordings.Select(recording => new RecordedResult(recording.Arguments.Value, recording.Result.Value))],
    };

    // A document is written for this guard alone, so what of a schema has no effect is a mistake, where a host's schema may be meant for others too.
    private static JsonElement? CompileSchema(
        Located<FrozenObject>? schema,
        DocumentNode.Map? text,
        string what,
        Func<JsonElement, List<SchemaProblem>, IReadOnlyList<SchemaProblem>> compile,
        DiagnosticBag bag)
    {
        if (schema is not { } given || text is null)
        {
            return null;
        }

        var element = JsonElement.Parse(CanonicalJson.ToText(given.Value));
        var doubts = new List<SchemaProblem>();
        foreach (var (pointer, message) in compile(element, doubts))
        {
            bag.Error(DiagnosticCodes.InvalidSchema, SpanAt(text, pointer), $"the schema of {what} cannot be used: {QuotedText.Quote(pointer)}: {message}");
        }

        foreach (var doubt in doubts)
        {
            bag.Error(DiagnosticCodes.InvalidSchema, SpanAt(text, doubt.Pointer), $"in the schema of {what} {doubt.Message}", doubt.Help);
        }

        return element;
    }

    private static SourceSpan SpanAt(DocumentNode.Map schema, string pointer)
    {
        DocumentNode place = schema;
        var span = schema.Span;
        foreach (var name in SchemaSource.Names(pointer))
        {
            if (place is DocumentNode.Map map && map.Entries.FirstOrDefault(entry => entry.Key.Text == name) is { Key: { } key, Value: { } value })
            {
                (span, place) = (key.Span, value);
            }
            else if (place is DocumentNode.List list
                && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && index < list.Items.Count)
            {
                place = list.Items[index];
                span = place.Span;
            }
            else
            {
                break;
            }
        }

        return span;
    }

    private static ImmutableArray<string> Texts(ImmutableArray<Located<string>> texts) => [.. texts.Select(text => text.Value)];
}
