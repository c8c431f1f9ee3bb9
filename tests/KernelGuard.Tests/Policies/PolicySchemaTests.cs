using System.Text.Json;
using KernelGuard.Policies;
using KernelGuard.Policies.Reading;
using Xunit;

namespace KernelGuard.Tests.Policies;

public sealed class PolicySchemaTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(PolicySchema.ReadText()).RootElement;

    public static TheoryData<string, string[]> Keys => new()
    {
        { "", [.. DocumentKeys.Document.Known] },
        { "rule", [.. DocumentKeys.Rule.Known] },
        { "resource", [.. DocumentKeys.Resource.Known] },
        { "agent", [.. DocumentKeys.Agent.Known] },
        { "role", [.. DocumentKeys.Role.Known] },
        { "tool", [.. DocumentKeys.Tool.Known] },
        { "approval", [.. DocumentKeys.Approval.Known] },
        { "alternative", [.. DocumentKeys.Alternative.Known] },
        { "set", [.. DocumentKeys.Set.Known] },
    };

    public static TheoryData<string, string, string[]> WordLists => new()
    {
        { "", "paths", Names(Words.PathStyles) },
        { "rule", "effect", Names(Words.Effects) },
        { "rule", "disclose", Names(Words.Disclosures) },
        { "role", "who", Names(Words.RoleHolders) },
        { "tool", "risk", Names(Words.Risks) },
        { "tool", "impact", Names(Words.Impacts) },
        { "set", "on_evidence_failure", Names(Words.EvidenceFailure) },
    };

    [Fact]
    [Trait("Requirement", "S4-52")]
    public void ReadText_EmbeddedSchema_IsThePublishedOne() =>
        Assert.Equal(File.ReadAllText(Repository.FullPath("docs/schemas/policy.schema.json")), PolicySchema.ReadText());

    [Theory]
    [MemberData(nameof(Keys))]
    [Trait("Requirement", "S4-52")]
    public void Schema_Map_HasTheKeysOfTheReaderAndNoOthers(string name, string[] keys)
    {
        var map = Definition(name);

        Assert.Equal(keys.Order(StringComparer.Ordinal), map.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.False(map.GetProperty("additionalProperties").GetBoolean());
    }

    [Theory]
    [MemberData(nameof(WordLists))]
    public void Schema_Words_AreThoseOfTheReader(string map, string key, string[] words) =>
        Assert.Equal(words, Definition(map).GetProperty("properties").GetProperty(key).GetProperty("enum").EnumerateArray().Select(w => w.GetString()!));

    [Fact]
    public void Schema_FactTypes_AreThoseOfTheReader() => Assert.Equal(
        Names(Words.FactTypes),
        Schema.GetProperty("properties").GetProperty("facts").GetProperty("additionalProperties").GetProperty("additionalProperties").GetProperty("enum")
            .EnumerateArray().Select(w => w.GetString()!));

    [Fact]
    public void Schema_Modes_AreThoseOfTheReader() =>
        Assert.Equal(Names(Words.Modes), Definition("mode").GetProperty("enum").EnumerateArray().Select(w => w.GetString()!));

    [Theory]
    [InlineData("reason", RuleReader.MaxReasonChars)]
    [InlineData("next_step", RuleReader.MaxNextStepChars)]
    public void Schema_Lengths_AreThoseOfTheReader(string key, int limit) =>
        Assert.Equal(limit, Definition("rule").GetProperty("properties").GetProperty(key).GetProperty("maxLength").GetInt32());

    private static JsonElement Definition(string name) => name.Length == 0 ? Schema : Schema.GetProperty("$defs").GetProperty(name);

    private static string[] Names<T>(IEnumerable<KeyValuePair<string, T>> words) => [.. words.Select(word => word.Key)];
}
