using System.Collections.Immutable;
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
        Args = CompileSchema(tool.Arguments, "the arguments", schema => ToolSchema.Compile(schema, out _), bag),
        Returns = CompileSchema(tool.Returns, "the result", schema => ResultShape.Compile(schema, out _), bag),
        Recorded = [.. recordings.Select(recording => new RecordedResult(recording.Arguments.Value, recording.Result.Value))],
    };

    private static JsonElement? CompileSchema(Located<FrozenObject>? given, string what, Func<JsonElement, IReadOnlyList<string>> compile, DiagnosticBag bag)
    {
        if (given is not { } schema)
        {
            return null;
        }

        var element = JsonElement.Parse(CanonicalJson.ToText(schema.Value));
        foreach (var problem in compile(element))
        {
            bag.Error(DiagnosticCodes.InvalidSchema, schema.Span, $"the schema of {what} cannot be used: {problem}");
        }

        return element;
    }

    private static ImmutableArray<string> Texts(ImmutableArray<Located<string>> texts) => [.. texts.Select(text => text.Value)];
}
