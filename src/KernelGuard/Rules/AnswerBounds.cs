using KernelGuard.Decisions;

namespace KernelGuard.Rules;

/// <summary>What answers of rules in code may hold: the same as documents.</summary>
internal static class AnswerBounds
{
    /// <summary>What is wrong with a result that is no JSON.</summary>
    public const string NoJson = "the result that it gives is no JSON";

    private const int MaxTextChars = 500;
    private const int MaxWhyChars = 200;
    private const int MaxToolChars = 512;
    private const int MaxAlternatives = 20;
    private const int MaxQuorum = 100;
    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(10_000);

    /// <summary>A text that a model reads, cut where it is too long; no pair of surrogates is cut in two.</summary>
    public static string Cut(string text) => text.Length <= MaxTextChars
        ? text
        : $"{text.AsSpan(0, char.IsHighSurrogate(text[MaxTextChars - 2]) ? MaxTextChars - 2 : MaxTextChars - 1)}…";

    /// <summary>What is wrong with alternatives, or null.</summary>
    public static string? ProblemOf(IReadOnlyList<Alternative>? alternatives) => alternatives switch
    {
        null => "an alternative is null",
        { Count: > MaxAlternatives } => $"it gives more than {MaxAlternatives} alternatives",
        _ when alternatives.Contains(null!) => "an alternative is null",
        _ when alternatives.Any(other => other.Tool is null or "" or { Length: > MaxToolChars }) => "an alternative names no tool",
        _ when alternatives.Any(other => other.Why?.Length > MaxWhyChars) => $"why an alternative helps takes more than {MaxWhyChars} characters",
        _ => null,
    };

    /// <summary>What is wrong with what is asked of approvers, or null.</summary>
    public static string? ProblemOf(ApprovalRequirement approval) => approval switch
    {
        { By.IsDefault: true } => "what it asks of approvers is out of range",
        { By: var by } when by.Any(string.IsNullOrEmpty) => "an approver is null or empty",
        { Quorum: < 1 or > MaxQuorum } => "what it asks of approvers is out of range",
        _ when !IsInRange(approval.Within) || !IsInRange(approval.ClaimWithin) => "what it asks of approvers is out of range",
        _ => null,
    };

    private static bool IsInRange(TimeSpan duration) => duration > TimeSpan.Zero && duration <= MaxDuration;
}
