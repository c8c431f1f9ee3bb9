using System.Globalization;
using KernelGuard.Calls;
using KernelGuard.Calls.Freezing;

namespace KernelGuard.Tools.Schemas;

/// <summary>The checks of a schema that change nothing.</summary>
internal static class SchemaChecks
{
    /// <summary>What does not fit, with what would; null where everything does.</summary>
    public static string? Find(SchemaNode node, object? value)
    {
        if (node.Values is not null && value is not OpaqueValue && !node.Values.Contains(value))
        {
            return $"is not one of the values that the tool takes: send {ToText(node.Values)}";
        }

        return value switch
        {
            long number => OfNumber(node, number),
            double number => OfNumber(node, number),
            string text => OfText(node, text),
            FrozenList list => OfList(node, list),
            FrozenObject members when !node.MemberCount.Contains(members.Count) => $"has {members.Count} members: send {node.MemberCount}",
            _ => null,
        };
    }

    private static string? OfNumber(SchemaNode node, double number)
    {
        if (node.Minimum is { } least && (least.IsExclusive ? !(number > least.Value) : !(number >= least.Value)))
        {
            return string.Create(CultureInfo.InvariantCulture, $"is too small: send {(least.IsExclusive ? "more than" : "at least")} {least.Value:R}");
        }

        if (node.Maximum is { } most && (most.IsExclusive ? !(number < most.Value) : !(number <= most.Value)))
        {
            return string.Create(CultureInfo.InvariantCulture, $"is too large: send {(most.IsExclusive ? "less than" : "at most")} {most.Value:R}");
        }

        return node.MultipleOf is { } divisor && !DecimalMultiple.Is(number, divisor)
            ? string.Create(CultureInfo.InvariantCulture, $"is between steps: send a multiple of {divisor:R}")
            : null;
    }

    private static string? OfText(SchemaNode node, string text)
    {
        if (node.Length != SchemaRange.Open && !node.Length.Contains(CodePoints(text)))
        {
            return $"has {CodePoints(text)} characters: send {node.Length}";
        }

        return node.Pattern?.IsMatch(text) == false
            ? $"does not have the form that the tool takes: send text that matches {QuotedText.Quote(node.PatternText)}"
            : null;
    }

    private static string? OfList(SchemaNode node, FrozenList list)
    {
        if (!node.Count.Contains(list.Count))
        {
            return $"has {list.Count} elements: send {node.Count}";
        }

        return node.UniqueItems && new HashSet<object?>(list, FrozenEquality.Instance).Count < list.Count
            ? "has equal elements: send each once"
            : null;
    }

    private static int CodePoints(string text)
    {
        var count = text.Length;
        foreach (var c in text)
        {
            count -= char.IsLowSurrogate(c) ? 1 : 0;
        }

        return count;
    }

    private static string ToText(HashSet<object?> values)
    {
        const int Shown = 8;
        var texts = values.Take(Shown).Select(static value => value switch
        {
            null => "null",
            bool flag => flag ? "true" : "false",
            string text => QuotedText.Quote(text),
            FrozenObject or FrozenList => "a declared value",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        });
        return string.Join(", ", texts) + (values.Count > Shown ? ", …" : "");
    }
}
