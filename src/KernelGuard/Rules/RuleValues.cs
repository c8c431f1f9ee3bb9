using System.Diagnostics.CodeAnalysis;
using KernelGuard.Calls;

namespace KernelGuard.Rules;

/// <summary>Values by name, read by type. A value that is missing or of another type is an error, which the guard takes on the rule's safe side; never a default.</summary>
/// <remarks>Nothing is converted: the text <c>"5000"</c> is no number. Names are looked up as conditions of documents look them up.</remarks>
public sealed class RuleValues
{
    private readonly string _name;

    internal RuleValues(string name, FrozenObject values)
    {
        _name = name;
        All = values;
    }

    /// <summary>All values.</summary>
    public FrozenObject All { get; }

    internal IReadOnlyList<FactFailure> Failures { get; init; } = [];

    /// <summary>Whether there is a value, null included.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="RuleValueException">It is a declared fact that could not be had.</exception>
    public bool Has(string name)
    {
        ThrowIfMissingFact(name);
        return All.ContainsKey(name);
    }

    /// <summary>A text.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="RuleValueException">It is missing, or no text.</exception>
    public string Text(string name) => Read(name) as string ?? throw Wrong(name, "text");

    /// <summary>A number, whole or not.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="RuleValueException">It is missing, or no number.</exception>
    [SuppressMessage("Naming", "CA1720", Justification = "the name of the type is what the policy language calls it")]
    public double Double(string name) => Read(name) switch
    {
        double number => number,
        long number => number,
        _ => throw Wrong(name, "number"),
    };

    /// <summary>A whole number.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="RuleValueException">It is missing, or no whole number.</exception>
    public long Whole(string name) => Read(name) is long number ? number : throw Wrong(name, "whole number");

    /// <summary>A Boolean.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="RuleValueException">It is missing, or no Boolean.</exception>
    public bool Flag(string name) => Read(name) is bool flag ? flag : throw Wrong(name, "Boolean");

    /// <summary>A list.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="RuleValueException">It is missing, or no list.</exception>
    public FrozenList List(string name) => Read(name) as FrozenList ?? throw Wrong(name, "list");

    /// <summary>The values of an object.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="RuleValueException">It is missing, or no object.</exception>
    public RuleValues Within(string name) => new($"{_name}.{name}", Read(name) as FrozenObject ?? throw Wrong(name, "object"));

    private object? Read(string name)
    {
        ThrowIfMissingFact(name);
        return All.TryGetValue(name, out var value) ? value : throw new RuleValueException($"{PathOf(name)} is missing");
    }

    private void ThrowIfMissingFact(string name)
    {
        var fact = $"{_name}.{name}";
        if (Failures.FirstOrDefault(failure => failure.Fact == fact) is { } failure)
        {
            throw new RuleValueException($"{PathOf(name)} is missing: {failure.Cause}");
        }
    }

    private RuleValueException Wrong(string name, string type) => new($"{PathOf(name)} is no {type}");

    private string PathOf(string name) => QuotedText.Quote($"{_name}.{name}");
}
