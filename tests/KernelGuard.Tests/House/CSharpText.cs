using System.Text.RegularExpressions;

namespace KernelGuard.Tests.House;

/// <summary>C# source as text, read well enough for conventions: comments and literals are told from code.</summary>
internal static partial class CSharpText
{
    /// <summary>The source with comments and the contents of literals blanked.</summary>
    public static string CodeOnly(string source) => CommentsAndLiterals().Replace(source, match => match.Value[0] == '/' ? " " : "\"\"");

    /// <summary>All identifiers of code.</summary>
    public static IReadOnlySet<string> Identifiers(string code) =>
        Identifier().Matches(code).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|\$*@?("{3,}).*?\1|\$?@\$?"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'""", RegexOptions.Singleline)]
    private static partial Regex CommentsAndLiterals();

    [GeneratedRegex(@"[A-Za-z_]\w*")]
    private static partial Regex Identifier();
}
