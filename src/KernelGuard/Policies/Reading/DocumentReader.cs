using System.Collections.Immutable;
using KernelGuard.Calls;
using KernelGuard.Policies.Documents;

namespace KernelGuard.Policies.Reading;

/// <summary>Reads one source into the model of its policy.</summary>
internal static class DocumentReader
{
    private const int LanguageVersion = 1;

    /// <summary>The document, with what could be read of it.</summary>
    public static PolicyDocument Read(PolicySource source, DiagnosticBag bag)
    {
        if (NodeReader.Read(source, bag) is not { } root || ValueReader.Map(root, "a policy document", bag) is not { } map)
        {
            return new PolicyDocument(source) { IsReadable = false };
        }

        var fields = new FieldReader(map, DocumentKeys.Document, bag);
        CheckVersion(fields, bag);
        return new PolicyDocument(source)
        {
            Id = fields.Require("policy") is null ? null : fields.LocatedText("policy"),
            Description = fields.Text("description"),
            Mode = fields.Word("mode", Words.Modes)?.Value,
            Paths = fields.Word("paths", Words.PathStyles)?.Value ?? default,
            Variables = ReadVariables(fields.Map("vars"), bag),
            Agents = AgentReader.ReadAgents(fields, bag),
            Roles = AgentReader.ReadRoles(fields, bag),
            Levels = VocabularyReader.ReadLevels(fields, bag),
            Facts = VocabularyReader.ReadFacts(fields, bag),
            Tools = ReadTools(fields.Map("tools"), bag),
            Counters = ReadCounters(fields.Map("counters"), bag),
            Default = ReadDefault(fields, bag),
            IsFirstMatch = fields.Word("combine", Words.Combinings)?.Value ?? false,
            Rules = [.. fields.Maps("rules").Select(rule => RuleReader.Read(rule, bag))],
            Set = fields.Map("set") is { } set ? ReadSet(set, bag) : null,
        };
    }

    private static void CheckVersion(FieldReader fields, DiagnosticBag bag)
    {
        if (fields.Require("kernelguard") is { } node
            && !(node is DocumentNode.Scalar { Style: ScalarStyle.Plain } scalar && CoreSchema.ToNumber(scalar.Text) is (long)LanguageVersion))
        {
            bag.Error(DiagnosticCodes.UnsupportedVersion, node.Span, "`kernelguard` must be 1: the version of the policy language");
        }
    }

    private static ImmutableArray<VariableDefinition> ReadVariables(DocumentNode.Map? map, DiagnosticBag bag)
    {
        var variables = ImmutableArray.CreateBuilder<VariableDefinition>();
        foreach (var (name, value) in map?.Entries ?? [])
        {
            if (ValueReader.Expression(value, name.Text, bag) is { } expression)
            {
                variables.Add(new(new(name.Text, name.Span), expression));
            }
        }

        return variables.ToImmutable();
    }

    private static ImmutableArray<ToolDefinition> ReadTools(DocumentNode.Map? map, DiagnosticBag bag)
    {
        var tools = ImmutableArray.CreateBuilder<ToolDefinition>();
        foreach (var (name, value) in map?.Entries ?? [])
        {
            if (ValueReader.Map(value, $"the tool {QuotedText.Quote(name.Text)}", bag) is { } tool)
            {
                tools.Add(ReadTool(new(name.Text, name.Span), new FieldReader(tool, DocumentKeys.Tool, bag), bag) with
                {
                    OnlyRecords = tool.Entries is [{ Key.Text: "recorded" }],
                });
            }
        }

        return tools.ToImmutable();
    }

    private static ToolDefinition ReadTool(Located<string> name, FieldReader fields, DiagnosticBag bag)
    {
        var schema = fields.Map("args");
        var returns = fields.Map("returns");
        return new(name)
        {
            Description = fields.Text("description"),
            Risk = fields.Word("risk", Words.Risks)?.Value,
            Impact = fields.Word("impact", Words.Impacts)?.Value,
            Data = fields.Texts("data"),
            Tags = fields.Texts("tags"),
            Regulations = fields.Texts("regulations"),
            Also = fields.Texts("also"),
            Labels = fields.Texts("labels"),
            IsModifiable = fields.Flag("modifiable") ?? true,
            IsSubstitute = fields.Flag("substitute") ?? false,
            Source = fields.LocatedText("source"),
            Resource = VocabularyReader.ReadResource(fields, bag),
            Arguments = SchemaOf(schema, bag),
            ArgumentsText = schema,
            Returns = SchemaOf(returns, bag),
            ReturnsText = returns,
            Recordings = [.. fields.Maps("recorded").Select(recording => ReadRecording(recording, bag)).OfType<RecordingDefinition>()],
        };
    }

    private static Located<FrozenObject>? SchemaOf(DocumentNode.Map? map, DiagnosticBag bag) =>
        map is null ? null : new(JsonReader.ReadObject(map, bag), map.Span);

    private static RecordingDefinition? ReadRecording(DocumentNode.Map map, DiagnosticBag bag)
    {
        var fields = new FieldReader(map, DocumentKeys.Recording, bag);
        fields.Require("args");
        fields.Require("result");
        return fields.JsonObject("args") is { } arguments && fields.Json("result") is { } result ? new(arguments, result) : null;
    }

    private static ImmutableArray<CounterDefinition> ReadCounters(DocumentNode.Map? map, DiagnosticBag bag)
    {
        var counters = ImmutableArray.CreateBuilder<CounterDefinition>();
        foreach (var (name, value) in map?.Entries ?? [])
        {
            if (ValueReader.Map(value, $"the counter {QuotedText.Quote(name.Text)}", bag) is { } counter)
            {
                counters.Add(ModifierReader.ReadCounter(new(name.Text, name.Span), counter, bag));
            }
        }

        return counters.ToImmutable();
    }

    private static DefaultDefinition? ReadDefault(FieldReader fields, DiagnosticBag bag)
    {
        var effect = fields.Word("default", Words.Defaults);
        var tools = fields.Texts("applies_to");
        if (fields.Find("default") is { } given && fields.Find("applies_to") is null)
        {
            bag.Error(DiagnosticCodes.MissingKey, given.Span, "`default` needs the key `applies_to`: the tools that it speaks for");
        }
        else if (fields.Find("applies_to") is { } lonely && fields.Find("default") is null)
        {
            bag.Error(DiagnosticCodes.MisplacedKey, lonely.Span, "`applies_to` says for which tools `default` speaks, and there is no `default`");
        }

        return effect is { } said && !tools.IsEmpty ? new DefaultDefinition(said, tools) : null;
    }

    private static SetDefinition ReadSet(DocumentNode.Map set, DiagnosticBag bag)
    {
        var fields = new FieldReader(set, DocumentKeys.Set, bag);
        return new SetDefinition(set.Span)
        {
            Mode = fields.Word("mode", Words.Modes)?.Value ?? default,
            AllowsWithoutEvidence = fields.Word("on_evidence_failure", Words.EvidenceFailure)?.Value ?? false,
            Policies = fields.Texts("policies"),
        };
    }
}
