using KernelGuard.Rules.Addresses;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Rules.Addresses;

public sealed class AddressCorpusTests
{
    public static TheoryData<string> Notes => [.. AddressCorpus.All.Select(group => group.Note)];

    public static TheoryData<string, string> NotesAndCultures => [.. from note in Notes from culture in (string[])["tr-TR", "de-DE", "ar-SA"] select (note.Data, culture)];

    [Theory]
    [MemberData(nameof(Notes))]
    [Trait("Requirement", "S2-12")]
    public void Evaluate_Row_GivesWhatItSays(string note) => Check(note);

    [Theory]
    [MemberData(nameof(NotesAndCultures))]
    [Trait("Requirement", "S2-12")]
    public void Evaluate_RowUnderAnotherCulture_GivesTheSame(string note, string culture) => Cultures.Run(culture, () => Check(note));

    [Fact]
    public void Corpus_Notes_AreUnique() => Assert.Equal(AddressCorpus.All.Count, AddressCorpus.All.DistinctBy(group => group.Note).Count());

    /// <summary>Whatever else the policy permits, a spelling that is in the directory or has no single meaning does not run.</summary>
    [Theory]
    [MemberData(nameof(Notes))]
    [Trait("Requirement", "S2-12")]
    [Trait("Requirement", "S2-08")]
    public async Task Call_DeniedByACondition_RunsOnlyWhereItIsFalse(string note)
    {
        var group = Group(note);
        await using var kit = new TestGuard(Policy(group, "deny"));

        foreach (var (text, expected) in group.Rows.Where(row => IsWellFormed(row.Text)))
        {
            Assert.Equal((expected == "false", text), ((await kit.CallAsync("Fs.Write", Arguments(text))).Executed, text));
        }
    }

    [Theory]
    [MemberData(nameof(Notes))]
    [Trait("Requirement", "S2-12")]
    public async Task Call_PermittedByACondition_RunsOnlyWhereItIsTrue(string note)
    {
        var group = Group(note);
        await using var kit = new TestGuard(Policy(group, "allow"));

        foreach (var (text, expected) in group.Rows.Where(row => IsWellFormed(row.Text)))
        {
            Assert.Equal((expected == "true", text), ((await kit.CallAsync("Fs.Write", Arguments(text))).Executed, text));
        }
    }

    private static void Check(string note)
    {
        var group = Group(note);
        var program = Conditions.Compile(group.When, group.Paths);

        Assert.All(group.Rows, row => Assert.Equal((row.Expected, row.Text), (Conditions.Run(program, row.Text), row.Text)));
    }

    private static AddressCorpus Group(string note) => AddressCorpus.All.Single(group => group.Note == note);

    private static bool IsWellFormed(string text) => !text.EnumerateRunes().Contains(System.Text.Rune.ReplacementChar);

    private static string Policy(AddressCorpus group, string effect) => $"""
        kernelguard: 1
        policy: p
        paths: {(group.Paths == PathStyle.Windows ? "windows" : "posix")}
        rules:
          - id: tested
            tool: Fs.Write
            when: |
              {group.When}
            effect: {effect}
          - id: other
            tool: {(effect == "deny" ? "Fs.*" : "Fs.Read")}
            effect: allow
        """;

    private static string Arguments(string text) => $$"""{"s":{{System.Text.Json.JsonSerializer.Serialize(text)}}}""";
}
