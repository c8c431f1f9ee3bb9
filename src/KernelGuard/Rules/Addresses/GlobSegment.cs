using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KernelGuard.Rules.Addresses;

/// <summary>A segment of a <see cref="Glob"/>.</summary>
/// <param name="Sample">A segment that this one matches.</param>
/// <param name="Expression">The regular expression for the segment.</param>
/// <param name="IsAnyDepth">Whether it stands for any number of segments.</param>
internal sealed record GlobSegment(string Sample, string Expression, bool IsAnyDepth)
{
    // No letter and no digit, so that it makes no word and no device's name of what stands beside it.
    private const char Any = '-';

    // One character; the halves of a surrogate pair are none.
    private const string One = @"(?:[^/\uD800-\uDFFF]|[\uD800-\uDBFF][\uDC00-\uDFFF])";

    /// <summary>Reads a segment; null if it is malformed.</summary>
    public static GlobSegment? Parse(string text)
    {
        if (text is "*" or "**")
        {
            return new GlobSegment($"{Any}", "[^/]+", text.Length == 2);
        }

        if (text.Contains("**", StringComparison.Ordinal))
        {
            return null;
        }

        var sample = new StringBuilder();
        var expression = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            sample.Append(text[i] is '*' or '?' or '[' ? Any : text[i]);
            switch (text[i])
            {
                case '*':
                    expression.Append("[^/]*");
                    break;
                case '?':
                    expression.Append(One);
                    break;
                case '[':
                    var end = text.IndexOf(']', i);
                    if (end < 0 || !TryAppendClass(text.AsSpan((i + 1)..end), expression))
                    {
                        return null;
                    }

                    i = end;
                    break;
                default:
                    expression.Append(Regex.Escape(text[i].ToString()));
                    break;
            }
        }

        return new GlobSegment(sample.ToString(), expression.ToString(), false);
    }

    private static bool TryAppendClass(ReadOnlySpan<char> members, StringBuilder expression)
    {
        if (members.Length == 0 || members[0] is '!' or '^')
        {
            return false;
        }

        expression.Append('[');
        for (var i = 0; i < members.Length; i++)
        {
            var isRange = i + 2 < members.Length && members[i + 1] == '-';
            var last = isRange ? members[i + 2] : members[i];
            if (char.IsSurrogate(last) || char.IsSurrogate(members[i]) || last < members[i] || (members[i] < '/' && last > '/') || members[i] == '[')
            {
                return false;
            }

            expression.Append(CultureInfo.InvariantCulture, $"\\u{(int)members[i]:X4}-\\u{(int)last:X4}");
            i += isRange ? 2 : 0;
        }

        expression.Append(']');
        return true;
    }
}
