using System.Collections.Immutable;
using System.Text.Json;
using KernelGuard.Calls;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Tools;

namespace KernelGuard.Policies.Compilation;

/// <summary>Turns what documents say of tools into declarations.</summary>
internal static class ToolCompiler
{
    public static ImmutableArray<ToolDeclaration> Compile(IEnumerable<PolicyDocument> documents, DiagnosticBag bag) =>
        [.. documents.SelectMany(document => document.Tools).Select(ToDeclaration)];

    private static ToolDeclaration ToDeclaration(ToolDefinition tool) => new(tool.Name.Value)
    {
        Risk = tool.Risk ?? "",
        Impact = tool.Impact ?? "",
        Data = Texts(tool.Data),
        Tags = Texts(tool.Tags),
        Also = Texts(tool.Also),
        Args = tool.Arguments is { } schema ? JsonElement.Parse(CanonicalJson.ToText(schema.Value)) : null,
    };

    private static ImmutableArray<string> Texts(ImmutableArray<Located<string>> texts) => [.. texts.Select(text => text.Value)];
}
