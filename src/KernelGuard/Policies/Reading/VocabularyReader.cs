using System.Collections.Immutable;
using KernelGuard.Policies.Documents;

namespace KernelGuard.Policies.Reading;

/// <summary>Reads what a document adds to the vocabulary of conditions: <c>levels</c>, <c>facts</c> and the <c>resource</c> of a tool.</summary>
internal static class VocabularyReader
{
    public static ImmutableArray<LevelDefinition> ReadLevels(FieldReader document, DiagnosticBag bag) =>
    [
        .. (document.Map("levels")?.Entries ?? []).Select(entry =>
            new LevelDefinition(new(entry.Key.Text, entry.Key.Span), ValueReader.Texts(entry.Value, entry.Key.Text, bag))),
    ];

    public static ImmutableArray<FactDefinition> ReadFacts(FieldReader document, DiagnosticBag bag)
    {
        var facts = ImmutableArray.CreateBuilder<FactDefinition>();
        foreach (var (subject, map) in document.NamedMaps("facts", "the facts of"))
        {
            var fields = map.Entries
                .Select(entry => (Name: entry.Key, Type: ValueReader.Word(entry.Value, entry.Key.Text, Words.FactTypes, bag)))
                .Where(field => field.Type is not null);
            facts.Add(new(subject, [.. fields.Select(field => (new Located<string>(field.Name.Text, field.Name.Span), field.Type!.Value.Value))]));
        }

        return facts.ToImmutable();
    }

    public static ResourceDefinition? ReadResource(FieldReader tool, DiagnosticBag bag)
    {
        if (tool.Map("resource") is not { } map)
        {
            return null;
        }

        var fields = new FieldReader(map, DocumentKeys.Resource, bag);
        var type = fields.Require("type") is null ? null : fields.LocatedText("type");
        var id = fields.Require("id") is null ? null : fields.Expression("id");
        return type is null || id is null ? null : new ResourceDefinition(type.Value, id);
    }
}
