using System.Collections.Immutable;
using System.Globalization;
using KernelGuard.Calls;
using KernelGuard.Policies.Documents;

namespace KernelGuard.Policies.Reading;

/// <summary>Reads one value as the kind that its key asks for, or reports why it is none.</summary>
internal static class ValueReader
{
    private const decimal MaxAmount = 1_000_000_000_000_000m;

    public static DocumentNode.Scalar? Text(DocumentNode node, string key, DiagnosticBag bag, int maxChars = int.MaxValue)
    {
        if (node is not DocumentNode.Scalar { IsText: true } scalar)
        {
            var canBeQuoted = node is DocumentNode.Scalar other && !CoreSchema.IsNull(other.Text);
            WrongType(node, key, "text", bag, canBeQuoted ? "put it in quotes" : null);
            return null;
        }

        if (string.IsNullOrWhiteSpace(scalar.Text))
        {
            bag.Error(DiagnosticCodes.EmptyValue, scalar.Span, $"`{key}` is empty");
            return null;
        }

        if (scalar.Text.Length > maxChars)
        {
            bag.Error(DiagnosticCodes.TextTooLong, scalar.Span, $"`{key}` has {scalar.Text.Length} characters: the limit is {maxChars}");
            return null;
        }

        return scalar;
    }

    /// <summary>One text, or a list of different texts that is not empty.</summary>
    public static ImmutableArray<Located<string>> Texts(DocumentNode node, string key, DiagnosticBag bag)
    {
        if (node is not DocumentNode.List list)
        {
            return Text(node, key, bag) is { } single ? [new(single.Text, single.Span)] : [];
        }

        if (list.Items.Count == 0)
        {
            bag.Error(DiagnosticCodes.EmptyValue, list.Span, $"`{key}` is an empty list");
        }

        var texts = ImmutableArray.CreateBuilder<Located<string>>(list.Items.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.Items)
        {
            if (Text(item, key, bag) is not { } scalar)
            {
                continue;
            }

            texts.Add(new(scalar.Text, scalar.Span));
            if (!seen.Add(scalar.Text))
            {
                bag.Error(DiagnosticCodes.DuplicateValue, scalar.Span, $"{QuotedText.Quote(scalar.Text)} is in `{key}` twice");
            }
        }

        return texts.ToImmutable();
    }

    /// <summary>An expression may look like a number or a Boolean to YAML.</summary>
    public static ExpressionText? Expression(DocumentNode node, string key, DiagnosticBag bag)
    {
        if (node is not DocumentNode.Scalar scalar)
        {
            WrongType(node, key, "an expression", bag, "put an expression that begins with `{` or `[` in quotes");
            return null;
        }

        if (string.IsNullOrWhiteSpace(scalar.Text))
        {
            bag.Error(DiagnosticCodes.EmptyValue, scalar.Span, $"`{key}` is empty", "leave the key out, or write an expression");
            return null;
        }

        return new ExpressionText(scalar);
    }

    public static Located<T>? Word<T>(DocumentNode node, string key, IReadOnlyList<KeyValuePair<string, T>> words, DiagnosticBag bag)
    {
        var names = words.Select(word => word.Key);
        if (node is not DocumentNode.Scalar scalar)
        {
            WrongType(node, key, $"one of {Quoted(names)}", bag);
            return null;
        }

        foreach (var (name, value) in words)
        {
            if (name == scalar.Text)
            {
                return new(value, scalar.Span);
            }
        }

        bag.Error(
            DiagnosticCodes.UnknownValue,
            scalar.Span,
            $"`{key}` cannot be {QuotedText.Quote(scalar.Text)}: it is one of {Quoted(names)}",
            Suggestion.For(Words.Synonyms.GetValueOrDefault(scalar.Text, scalar.Text), names));
        return null;
    }

    public static int? Integer(DocumentNode node, string key, int min, int max, DiagnosticBag bag)
    {
        if (node is not DocumentNode.Scalar { Style: ScalarStyle.Plain } scalar || !CoreSchema.LooksLikeNumber(scalar.Text))
        {
            WrongType(node, key, "a whole number", bag);
            return null;
        }

        if (CoreSchema.ToNumber(scalar.Text) is long integer && integer >= min && integer <= max)
        {
            return (int)integer;
        }

        bag.Error(DiagnosticCodes.OutOfRange, scalar.Span, $"`{key}` must be a whole number from {min} to {max}");
        return null;
    }

    /// <summary>A number that is not negative, exact as it is written.</summary>
    public static decimal? Amount(DocumentNode node, string key, DiagnosticBag bag)
    {
        if (node is not DocumentNode.Scalar { Style: ScalarStyle.Plain } scalar || !CoreSchema.LooksLikeNumber(scalar.Text))
        {
            WrongType(node, key, "a number", bag);
            return null;
        }

        if (decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && amount is >= 0 and <= MaxAmount)
        {
            return amount;
        }

        bag.Error(DiagnosticCodes.OutOfRange, scalar.Span, $"`{key}` must be a decimal number from 0 to 10^15");
        return null;
    }

    /// <summary>One expression, or a list of them that is not empty.</summary>
    public static ImmutableArray<ExpressionText> Expressions(DocumentNode node, string key, DiagnosticBag bag)
    {
        var items = node is DocumentNode.List list ? list.Items : [node];
        if (items.Count == 0)
        {
            bag.Error(DiagnosticCodes.EmptyValue, node.Span, $"`{key}` is an empty list");
        }

        return [.. items.Select(item => Expression(item, key, bag)).OfType<ExpressionText>()];
    }

    public static bool? Flag(DocumentNode node, string key, DiagnosticBag bag)
    {
        if (node is DocumentNode.Scalar { Style: ScalarStyle.Plain } scalar && CoreSchema.ToBoolean(scalar.Text) is { } flag)
        {
            return flag;
        }

        var isOlderWord = node is DocumentNode.Scalar { Text: "yes" or "no" or "on" or "off" };
        WrongType(node, key, "true or false", bag, isOlderWord ? "YAML 1.2 knows only `true` and `false`" : null);
        return null;
    }

    public static TimeSpan? Duration(DocumentNode node, string key, DiagnosticBag bag)
    {
        const string Help = "durations look like 500ms, 30s, 5m, 4h or 7d";
        if (node is not DocumentNode.Scalar scalar)
        {
            WrongType(node, key, "a duration", bag, Help);
            return null;
        }

        if (DurationText.Parse(scalar.Text) is not { } duration)
        {
            bag.Error(DiagnosticCodes.InvalidDuration, scalar.Span, $"{QuotedText.Quote(scalar.Text)} is not a duration", Help);
            return null;
        }

        if (duration > TimeSpan.Zero)
        {
            return duration;
        }

        bag.Error(DiagnosticCodes.OutOfRange, scalar.Span, $"`{key}` must be longer than nothing");
        return null;
    }

    public static DateTimeOffset? Date(DocumentNode node, string key, DiagnosticBag bag)
    {
        const string Help = "dates look like 2026-11-20, which is midnight in UTC, or 2026-11-20T10:00:00Z";
        if (node is not DocumentNode.Scalar scalar)
        {
            WrongType(node, key, "a date", bag, Help);
            return null;
        }

        if (DateText.Parse(scalar.Text) is not { } date)
        {
            bag.Error(DiagnosticCodes.InvalidDate, scalar.Span, $"{QuotedText.Quote(scalar.Text)} is not a date", Help);
            return null;
        }

        return date;
    }

    public static DocumentNode.Map? Map(DocumentNode node, string what, DiagnosticBag bag)
    {
        if (node is DocumentNode.Map map)
        {
            return map;
        }

        bag.Error(DiagnosticCodes.WrongType, node.Span, $"{what} must be a map: this is {node.Kind}");
        return null;
    }

    public static IReadOnlyList<DocumentNode.Map> Maps(DocumentNode node, string key, DiagnosticBag bag)
    {
        if (node is DocumentNode.List list)
        {
            return [.. list.Items.Select(item => Map(item, $"each entry of `{key}`", bag)).OfType<DocumentNode.Map>()];
        }

        WrongType(node, key, "a list of maps", bag);
        return [];
    }

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(QuotedText.Quote));

    private static void WrongType(DocumentNode node, string key, string expected, DiagnosticBag bag, string? help = null) =>
        bag.Error(DiagnosticCodes.WrongType, node.Span, $"`{key}` must be {expected}: this is {node.Kind}", help);
}
