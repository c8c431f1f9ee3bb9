using KernelGuard.Policies;
using Xunit;

namespace KernelGuard.Tests.Policies;

/// <summary>Loads policies from text.</summary>
internal static class PolicyText
{
    public static PolicyLoadResult Load(params string[] texts) =>
        PolicyLoader.Load(texts.Select((text, index) => new PolicySource($"p{index}.yaml", text)));

    public static PolicySet LoadSet(params string[] texts)
    {
        var result = Load(texts);
        Assert.False(result.HasErrors, PolicyDiagnosticFormatter.Format(result.Diagnostics));
        return result.Set!;
    }

    /// <summary>A set of one document with the rules given as flow maps, one per line.</summary>
    public static PolicySet LoadRules(params string[] rules) => LoadSet(DiagnosticCase.Header + string.Concat(rules.Select(rule => $"  - {{ {rule} }}\n")));
}
