using System.Collections.Immutable;
using KernelGuard.Decisions;

namespace KernelGuard.Rules;

/// <summary>Builds a rule in code, in the words of policy documents. The last word, its effect, gives the rule; what is not valid is said when that is added.</summary>
public sealed class GuardRuleBuilder
{
    private readonly string _id;
    private readonly string _version;
    private readonly List<string> _tools = [];
    private readonly List<string> _facts = [];
    private readonly List<Func<RuleCall, bool>> _conditions = [];
    private string? _description;
    private RulePhase _phase = RulePhase.AsChanged;
    private GuardMode? _mode;

    internal GuardRuleBuilder(string id, string version)
    {
        _id = id;
        _version = version;
    }

    /// <summary>Says what the rule is for.</summary>
    /// <param name="description">In words that people read where policies are shown.</param>
    public GuardRuleBuilder DescribedAs(string description)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        _description = description;
        return this;
    }

    /// <summary>Names tools that the rule concerns.</summary>
    /// <param name="tools">Names, or patterns with <c>*</c>.</param>
    public GuardRuleBuilder For(params IEnumerable<string> tools)
    {
        ArgumentNullException.ThrowIfNull(tools);
        _tools.AddRange(tools);
        return this;
    }

    /// <summary>Adds a condition. All have to hold; without any, the rule always matches.</summary>
    /// <param name="condition">Safe to use from several threads. A value that is missing or of another type makes the rule fail on its safe side.</param>
    public GuardRuleBuilder When(Func<RuleCall, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        _conditions.Add(condition);
        return this;
    }

    /// <summary>Names declared facts that the conditions read, so that they are fetched.</summary>
    /// <param name="facts">Such as <c>resource.team</c>.</param>
    public GuardRuleBuilder Reading(params IEnumerable<string> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        _facts.AddRange(facts);
        return this;
    }

    /// <summary>Has the rule judge the call as it was sent, before transforms. Such a rule can only deny.</summary>
    public GuardRuleBuilder AsSent()
    {
        _phase = RulePhase.AsSent;
        return this;
    }

    /// <summary>Gives the rule a mode of its own.</summary>
    /// <param name="mode">The mode.</param>
    public GuardRuleBuilder InMode(GuardMode mode)
    {
        _mode = mode;
        return this;
    }

    /// <summary>The call never runs.</summary>
    /// <param name="code">The code of the refusal; null means <see cref="GuardCodes.PolicyDenied"/>.</param>
    /// <param name="reason">Why, in words that a model may read; or null.</param>
    /// <param name="nextStep">What the model should do next, or null.</param>
    /// <param name="alternatives">Tools that the model may try instead.</param>
    public IGuardRule Deny(string? code = null, string? reason = null, string? nextStep = null, params ReadOnlySpan<Alternative> alternatives) =>
        Build(Effect.Deny, RuleAnswer.Matched with { Code = code, Reason = reason, NextStep = nextStep, Alternatives = alternatives.ToImmutableArray() });

    /// <summary>The call runs after people agreed to exactly this call.</summary>
    /// <param name="reason">Why they are asked, in words that a model may read; or null.</param>
    /// <param name="by">Ids or roles of which a reviewer must have one; none means any known reviewer.</param>
    public IGuardRule RequireApproval(string? reason = null, params ReadOnlySpan<string> by) =>
        RequireApproval(new ApprovalRequirement(Rule: null) { By = by.ToImmutableArray() }, reason);

    /// <summary>The call runs after people agreed to exactly this call.</summary>
    /// <param name="approval">Who, how many and how soon.</param>
    /// <param name="reason">Why they are asked, in words that a model may read; or null.</param>
    public IGuardRule RequireApproval(ApprovalRequirement approval, string? reason = null)
    {
        ArgumentNullException.ThrowIfNull(approval);
        return Build(Effect.RequireApproval, RuleAnswer.Matched with { Approval = approval, Reason = reason });
    }

    /// <summary>Something else runs, or answers, instead of the tool.</summary>
    /// <param name="substitute">What stands in for the tool.</param>
    public IGuardRule Sandbox(Substitute substitute)
    {
        ArgumentNullException.ThrowIfNull(substitute);
        return Build(Effect.Sandbox, RuleAnswer.Matched with { Substitute = substitute });
    }

    /// <summary>The call runs and is flagged for review.</summary>
    public IGuardRule LogOnly() => Build(Effect.LogOnly, RuleAnswer.Matched);

    /// <summary>The call runs.</summary>
    public IGuardRule Allow() => Build(Effect.Allow, RuleAnswer.Matched);

    private BuiltRule Build(Effect effect, RuleAnswer match) =>
        new(_id, _version, _description, [.. _tools], effect, _phase, _mode, [.. _facts], [.. _conditions], match);
}
