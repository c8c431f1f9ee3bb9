using KernelGuard.Decisions;

namespace KernelGuard.Rules;

/// <summary>A rule written in C#: it takes part in every decision on its tools like a rule of a document, under the policy id <c>code</c>.</summary>
/// <remarks>
/// Must be safe to use from several threads, and may be asked more than once about a call. It has one effect, like a rule of a document, so that it is known before
/// any call what it can do and where it is safe: where it throws, answers late or answers what it cannot, a rule that permits counts as not matched, and
/// any other refuses the call with <see cref="GuardCodes.RuleError"/>. All properties are read once, when the rule is added.
/// </remarks>
public interface IGuardRule
{
    /// <summary>The rule's id, unique among the rules in code; formed like that of a rule in a document.</summary>
    string Id { get; }

    /// <summary>The version of what the rule does. It is part of the policy digest: change it whenever the rule can answer otherwise.</summary>
    string Version { get; }

    /// <summary>What it is for, in words that people read where policies are shown.</summary>
    /// <value>The default is null: it is shown without any.</value>
    string? Description => null;

    /// <summary>The tools that it concerns: names, or patterns in which <c>*</c> stands for any characters.</summary>
    IReadOnlyList<string> Tools { get; }

    /// <summary>What it does when it matches: any effect but <see cref="Effect.Transform"/> and <see cref="Effect.Throttle"/>, which documents have.</summary>
    Effect Effect { get; }

    /// <summary>When it is asked.</summary>
    /// <value>The default is <see cref="RulePhase.AsChanged"/>.</value>
    RulePhase Phase => RulePhase.AsChanged;

    /// <summary>Whether its verdict binds.</summary>
    /// <value>The default is null: as the policy set says. A rule that says <c>allow</c> or <c>log_only</c> cannot be observed on its own.</value>
    GuardMode? Mode => null;

    /// <summary>The declared facts that it reads, such as <c>resource.team</c> or <c>context</c>: those of providers are fetched before it is asked.</summary>
    /// <value>The default is none.</value>
    IReadOnlyList<string> Facts => [];

    /// <summary>Says whether the rule matches a call.</summary>
    /// <param name="toolCall">The call, normalised and frozen.</param>
    /// <param name="cancellationToken">Cancelled when <see cref="RuleOptions.Timeout"/> is over, after which no answer counts.</param>
    ValueTask<RuleAnswer> EvaluateAsync(RuleCall toolCall, CancellationToken cancellationToken);
}
