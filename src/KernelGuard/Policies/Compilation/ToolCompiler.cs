using System.Collections.Immutable;
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
        Args = tool.Arguments is { } schema ? CompileSchema(schema, bag) : null,
    };

    private static JsonElement CompileSchema(Located<FrozenObject> schema, DiagnosticBag bag)
    {
        var element = JsonElement.Parse(CanonicalJson.ToText(schema.Value));
        foreach (var problem in ToolSchema.Compile(element, out _))
        {
            bag.Error(DiagnosticCodes.InvalidSchema, schema.Span, $"the schema of the arguments cannot be used: {problem}");
        }

        return element;
    }

    private static ImmutableArray<string> Texts(ImmutableArray<Located<string>> texts) => [.. texts.Select(text => text.Value)];
}
