using System.Text.RegularExpressions;
using Xunit;

namespace KernelGuard.Tests.House;

public sealed partial class SuppressionTests
{
    private static readonly string[] Patterns = ["*.cs", "*.csproj", "*.props", "*.targets"];

    [Fact]
    public void Suppression_Has_AReasonOnItsLine()
    {
        var bare =
            from pattern in Patterns
            from file in Repository.Files(pattern)
            from line in Repository.Read(file).Split('\n')
            where IsSuppression(line) && !HasReason(line)
            select $"{file}: {line.Trim()}";

        Assert.Empty(bare);
    }

    [Fact]
    public void EditorConfig_TurnsNothingOff_WithoutAComment()
    {
        var bare = new List<string>();
        var explained = false;
        foreach (var line in Repository.Read(".editorconfig").Split('\n'))
        {
            explained = line.StartsWith('#') || (explained && (TurnsOff().IsMatch(line) || line.StartsWith('[')));
            if (TurnsOff().IsMatch(line) && !explained)
            {
                bare.Add(line);
            }
        }

        Assert.Empty(bare);
    }

    [Fact]
    public void EditorConfig_Sets_EachRuleOnceInASection()
    {
        var section = "";
        var rules = new List<string>();
        foreach (var line in Repository.Read(".editorconfig").Split('\n'))
        {
            section = line.StartsWith('[') ? line : section;
            rules.AddRange(RuleId().Matches(line).Select(match => $"{section} {match.Value}"));
        }

        Assert.NotEmpty(rules);
        Assert.Distinct(rules);
    }

    [Theory]
    [InlineData("#pragma warning disable CA1031", true, false)]
    [InlineData("  #pragma warning disable CA1031 // x", true, false)]
    [InlineData("  #pragma warning disable CA1031 // a host's callback may throw anything", true, true)]
    [InlineData("#pragma warning restore CA1031", false, false)]
    [InlineData("[SuppressMessage(\"Design\", \"CA1031\")]", true, false)]
    [InlineData("[SuppressMessage(\"Design\", \"CA1031\", Justification = \"a host's callback may throw anything\")]", true, true)]
    [InlineData("[assembly: System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage(\"Trim\", \"IL2026\")]", true, false)]
    [InlineData("<NoWarn>$(NoWarn);CS1591</NoWarn>", true, false)]
    [InlineData("<NoWarn>$(NoWarn);CS1591</NoWarn><!-- tests are not an API -->", true, true)]
    [InlineData("<TreatWarningsAsErrors>false</TreatWarningsAsErrors>", true, false)]
    [InlineData("#:property NoWarn=CS1591", true, false)]
    public void Line_IsRead_AsSuppressionWithOrWithoutReason(string line, bool isSuppression, bool hasReason)
    {
        Assert.Equal(isSuppression, IsSuppression(line));
        Assert.Equal(hasReason, isSuppression && HasReason(line));
    }

    private static bool IsSuppression(string line) => Suppression().IsMatch(line);

    private static bool HasReason(string line) => Reason().IsMatch(line);

    [GeneratedRegex(@"^\s*(#pragma warning disable|#nullable disable|#:property (NoWarn|TreatWarningsAsErrors)|\[(assembly: |module: )?([\w.]+\.)?(Unconditional)?SuppressMessage(Attribute)?\(|<(NoWarn|WarningsNotAsErrors)>|<TreatWarningsAsErrors>false)")]
    private static partial Regex Suppression();

    [GeneratedRegex("""//\s*\w.{9,}|Justification\s*=\s*"[^"]{10,}"|<!--\s*\w.{9,}-->""")]
    private static partial Regex Reason();

    [GeneratedRegex(@"\.severity\s*=\s*(none|silent|suggestion)")]
    private static partial Regex TurnsOff();

    [GeneratedRegex(@"(?<=^dotnet_diagnostic\.)\w+(?=\.severity)")]
    private static partial Regex RuleId();
}
