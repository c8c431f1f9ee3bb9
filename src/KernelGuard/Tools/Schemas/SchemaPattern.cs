using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace KernelGuard.Tools.Schemas;

/// <summary>Compiles a schema's <c>pattern</c> (ECMAScript syntax) so that it matches in linear time and means what it means in ECMAScript.</summary>
/// <remarks>
/// .NET reads three things differently, and each would let text pass that the tool's author excluded: <c>$</c> also matches before a final
/// line feed, and <c>\d</c> and <c>\w</c> take the digits and letters of all scripts. Look-around and back references have no linear form and are refused.
/// </remarks>
internal static class SchemaPattern
{
    private const int MaxChars = 1_000;

    /// <summary>Compiles a pattern.</summary>
    /// <returns>Null, and the pattern, where it succeeds; else what is wrong.</returns>
    public static string? TryCompile(string pattern, [NotNullWhen(true)] out Regex? compiled)
    {
        compiled = null;
        if (pattern.Length > MaxChars)
        {
            return $"a pattern may have at most {MaxChars} characters";
        }

        try
        {
            compiled = new Regex(Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return "the pattern cannot be matched in linear time or is not well-formed";
        }
    }

    private static string Translate(string pattern)
    {
        var text = new StringBuilder(pattern.Length);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                text.Append(TranslateEscape(pattern[++i], inClass));
                continue;
            }

            inClass = c == '[' || (inClass && c != ']');
            text.Append(c == '$' && !inClass ? @"\z" : c.ToString());
        }

        return text.ToString();
    }

    private static string TranslateEscape(char c, bool inClass) => (c, inClass) switch
    {
        ('d', true) => "0-9",
        ('d', false) => "[0-9]",
        ('D', false) => "[^0-9]",
        ('w', true) => "A-Za-z0-9_",
        ('w', false) => "[A-Za-z0-9_]",
        ('W', false) => "[^A-Za-z0-9_]",
        ('/', _) => "/",
        _ => $"\\{c}",
    };
}
