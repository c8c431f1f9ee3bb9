using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace KernelGuard.Cel.Library;

/// <summary><c>matches</c>: a search for a pattern in linear time.</summary>
/// <remarks>
/// The pattern must be a literal, in the part of the RE2 syntax that <see cref="PatternTranslator"/> can carry over to the platform
/// without a change of meaning.
/// Any other pattern is refused when the expression is compiled.
/// </remarks>
internal static class MatchFunction
{
    public const string Name = "matches";
    public const string LiteralRequired = "the pattern of `matches` must be a string literal";

    /// <summary>The longest text that is searched, in UTF-16 units.</summary>
    public const int MaxTextChars = 16_384;

    public static IEnumerable<CelFunction> Functions =>
    [
        new(Name, Signature(isMember: true), Signature(isMember: false)),
    ];

    public static bool TryCompile(string pattern, [NotNullWhen(true)] out Regex? regex, out string problem)
    {
        regex = null;
        if (!PatternTranslator.TryTranslate(pattern, out var translated, out problem))
        {
            return false;
        }

        try
        {
            regex = new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            problem = "the pattern is not supported: it is malformed or too large";
            return false;
        }
    }

    // The planner gives calls a node of their own; this overload only declares the types.
    private static CelOverload Signature(bool isMember) => CelOverload.Engine(
        isMember,
        CelType.Bool,
        static (_, _) => CelValue.Error(CelErrorCodes.NoSuchOverload, LiteralRequired),
        CelType.String,
        CelType.String);
}
