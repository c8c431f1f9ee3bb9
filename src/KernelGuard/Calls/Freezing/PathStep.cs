using System.Globalization;
using System.Text;

namespace KernelGuard.Calls.Freezing;

/// <summary>One step of a path into arguments: a member's key, or an element's index where the key is null.</summary>
internal readonly record struct PathStep(string? Key, int Index)
{
    private const int MaxShownSteps = 16;

    /// <summary>The path as text, such as <c>args.items[2]["odd key"]</c>. The steps come innermost first; of a long path the middle is left out.</summary>
    public static string ToText(string root, IReadOnlyList<PathStep> innermostFirst)
    {
        var text = new StringBuilder(root);
        var count = innermostFirst.Count;
        for (var i = 0; i < count; i++)
        {
            if (count > MaxShownSteps && i == MaxShownSteps / 2)
            {
                text.Append('…');
                i = count - (MaxShownSteps / 2);
            }

            innermostFirst[count - 1 - i].AppendTo(text);
        }

        return text.ToString();
    }

    private void AppendTo(StringBuilder text)
    {
        if (Key is null)
        {
            text.Append('[').Append(Index.ToString(CultureInfo.InvariantCulture)).Append(']');
        }
        else if (IsPlain(Key))
        {
            text.Append('.').Append(Key);
        }
        else
        {
            text.Append("[\"").Append(QuotedText.Escape(Key)).Append("\"]");
        }
    }

    private static bool IsPlain(string key) =>
        key.Length is > 0 and <= QuotedText.MaxChars
        && !char.IsAsciiDigit(key[0])
        && key.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
