using System.Text.RegularExpressions;

namespace KernelGuard.Rules;

/// <summary>How the ids and codes of rules are formed, in documents and in code.</summary>
internal static partial class RuleNames
{
    public static bool IsId(string id) => Id().IsMatch(id);

    public static bool IsCode(string code) => Code().IsMatch(code);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
