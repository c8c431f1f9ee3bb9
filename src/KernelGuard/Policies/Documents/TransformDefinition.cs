using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Documents;

/// <summary>One change that a rule makes.</summary>
/// <param name="Verb">What it does: <c>set</c>, <c>clamp</c>, <c>redact</c> or <c>remove</c>.</param>
/// <param name="Path">The place that it writes.</param>
internal sealed record TransformDefinition(string Verb, Located<string> Path)
{
    public ExpressionText? To { get; init; }

    public ExpressionText? Min { get; init; }

    public ExpressionText? Max { get; init; }

    /// <summary>What stands in the place of what is redacted; null where the rule leaves it at the default.</summary>
    public string? With { get; init; }
}
