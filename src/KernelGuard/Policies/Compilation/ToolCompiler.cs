using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using KernelGuard.Calls;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Tools;
using KernelGuard.Tools.Schemas;

namespace KernelGuard.Policies.Compilation;

/// <summary>Turns what documents say of tools into declarations, and checks the schemas.</summary>
internal static class ToolCompiler
{
    public static ImmutableArray<ToolDeclaration> Compile(IEnumerable<PolicyDocument> documents, DiagnosticBag bag) =>
        [.. documents.SelectMany(document => document.Tools).Select(tool => Compile(tool, bag))];

    private static ToolDeclaration Compile(ToolDefinition tool, DiagnosticBag bag) => new(tool.Name.Value)
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
        Args = tool is { Arguments: { } schema, ArgumentsText: { } text } ? CompileSchema(schema.Value, text, bag) : null,
    };

    // A document is written for this guard alone, so what of a schema has no effect is a mistake, where a host's schema may be meant for others too.
    private static JsonElement CompileSchema(FrozenObject schema, DocumentNode.Map text, DiagnosticBag bag)
    {
        var element = JsonElement.Parse(CanonicalJson.ToText(schema));
        var doubts = new List<SchemaProblem>();
        var problems = ToolSchema.Compile(element, out _, doubts);
        foreach (var (pointer, message) in problems)
        {
            bag.Error(DiagnosticCodes.InvalidSchema, SpanAt(text, pointer), $"the schema of the arguments cannot be used: {QuotedText.Quote(pointer)}: {message}");
        }

        foreach (var doubt in doubts)
        {
            bag.Error(DiagnosticCodes.InvalidSchema, SpanAt(text, doubt.Pointer), $"in the schema of the arguments {doubt.Message}", doubt.Help);
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
