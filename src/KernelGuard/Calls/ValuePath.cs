using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace KernelGuard.Calls;

/// <summary>A place in arguments or in a result: a root, then members and, as <c>[*]</c>, every element of a list. Immutable.</summary>
/// <remarks>Written as <c>args.order.lines[*].price</c>. Members compare as the arguments do: ignoring case where no schema gave them a spelling.</remarks>
public sealed partial class ValuePath : IEquatable<ValuePath>
{
    private const string EveryElement = "[*]";
    private const int MaxSteps = 32;

    private ValuePath(string text, string root, ImmutableArray<string> steps)
    {
        Text = text;
        Root = root;
        Steps = steps;
    }

    /// <summary>The path as it is written.</summary>
    public string Text { get; }

    /// <summary>Where it begins: <c>args</c> or <c>result</c>.</summary>
    public string Root { get; }

    /// <summary>The members after the root.</summary>
    internal ImmutableArray<string> Steps { get; }

    /// <summary>Reads a path.</summary>
    /// <param name="text">Such as <c>args.amount</c>, <c>result</c> or <c>result.rows[*].iban</c>.</param>
    /// <returns>The path, or null where the text is none.</returns>
    public static ValuePath? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > 1_000 || !Pattern().IsMatch(text))
        {
            return null;
        }

        var parts = text.Replace(EveryElement, "." + EveryElement, StringComparison.Ordinal).Split('.');
        return parts.Length > MaxSteps ? null : new ValuePath(text, parts[0], [.. parts.Skip(1)]);
    }

    /// <summary>Whether both name the same place, or one holds the other.</summary>
    internal bool Overlaps(ValuePath other)
    {
        var shared = Math.Min(Steps.Length, other.Steps.Length);
        return Root == other.Root && Steps.Take(shared).SequenceEqual(other.Steps.Take(shared), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether a step stands for every element of a list.</summary>
    internal static bool IsEveryElement(string step) => step == EveryElement;

    /// <inheritdoc/>
    public bool Equals(ValuePath? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValuePath);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The path as it is written.</summary>
    public override string ToString() => Text;

    [GeneratedRegex(@"^(args|result)(\.[A-Za-z_][A-Za-z0-9_-]*|\[\*\])*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
