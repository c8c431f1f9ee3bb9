using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Policies.Validation;
using KernelGuard.Rules;

namespace KernelGuard;

/// <summary>The rules in code, which are judged together with the rules of the policy documents.</summary>
public sealed class RuleOptions
{
    private readonly SortedDictionary<string, CodeRule> _rules = new(StringComparer.Ordinal);

    /// <summary>How long a call waits for a rule in code before the rule counts as failed.</summary>
    /// <value>The default is 5 seconds. Must be positive, and at most a minute.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    internal IReadOnlyCollection<CodeRule> All => _rules.Values;

    /// <summary>Adds a rule. With dependency injection the registered ones are added by themselves. The order does not matter.</summary>
    /// <param name="rule">The rule.</param>
    /// <exception cref="ArgumentException">There is another rule with the same id, or what the rule declares is not valid.</exception>
    public void Add(IGuardRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var added = Read(rule);
        if (!_rules.TryAdd(added.Id, added) && !ReferenceEquals(_rules[added.Id].Rule, rule))
        {
            throw new ArgumentException($"two rules in code have the id `{added.Id}`", nameof(rule));
        }
    }

    private static CodeRule Read(IGuardRule rule)
    {
        var (id, version, tools, facts) = (rule.Id ?? "", rule.Version ?? "", rule.Tools ?? [], rule.Facts ?? []);
        var read = new CodeRule(rule, id, version, rule.Effect)
        {
            Tools = [.. tools.Select(tool => new ToolPattern(tool ?? ""))],
            Facts = [.. facts],
            Description = rule.Description,
            Phase = rule.Phase,
            Mode = rule.Mode,
        };
        return ProblemOf(read) is { } problem
            ? throw new ArgumentException($"the rule {QuotedText.Quote(id)} cannot be used: {problem}", nameof(rule))
            : read;
    }

    private static string? ProblemOf(CodeRule rule) => rule switch
    {
        _ when !RuleNames.IsId(rule.Id) => "its id is no rule id",
        _ when string.IsNullOrWhiteSpace(rule.Version) || rule.Version.Length > 128 => "its version is empty or longer than 128 characters",
        { Tools.IsEmpty: true } => "it concerns no tool",
        { Effect: not (Effect.Allow or Effect.LogOnly or Effect.RequireApproval or Effect.Sandbox or Effect.Deny) } =>
            "its effect is one that only rules of documents have",
        { Phase: not (RulePhase.AsSent or RulePhase.AsChanged) } => "its phase does not exist",
        { Phase: RulePhase.AsSent, Effect: not Effect.Deny } => "before transforms a rule can only deny",
        { Mode: not (null or GuardMode.Enforce or GuardMode.Observe) } => "its mode does not exist",
        { Mode: GuardMode.Observe, Effect: Effect.Allow or Effect.LogOnly } => "an observed rule permits nothing",
        { Known: { } known } when rule.ProblemOf(known) is { } problem => problem,
        _ => rule.Facts.FirstOrDefault(fact => !IsFact(fact)) is { } fact ? $"{QuotedText.Quote(fact)} is no fact of `resource` or `context`" : ProblemOf(rule.Tools),
    };

    private static string? ProblemOf(IEnumerable<ToolPattern> tools) => tools
        .Select(tool => (tool.Text, Problem: tool.Text.Length == 0 ? "it is empty" : ToolNameSyntax.ProblemOf(tool.Text)))
        .Where(tool => tool.Problem is not null)
        .Select(tool => $"bad tool pattern {QuotedText.Quote(tool.Text)}: {tool.Problem}")
        .FirstOrDefault();

    private static bool IsFact(string? fact) => fact?.Split('.') is ["resource" or "context"] or ["resource" or "context", { Length: > 0 }];
}
