using KernelGuard.Calls;
using KernelGuard.Decisions;

namespace KernelGuard.Rules.Transforms;

/// <summary>Applies the transforms that hold for a call, all reading the call as it was sent, so that their order does not matter.</summary>
internal static class TransformRun
{
    /// <summary>The changed arguments, or what went wrong.</summary>
    /// <param name="rules">The transform rules that hold.</param>
    /// <param name="request">The call as it was sent.</param>
    /// <param name="activation">What its conditions read.</param>
    public static (FrozenObject Arguments, TransformProblem? Problem) Apply(
        IReadOnlyList<GuardRule> rules, ToolCallRequest request, DecisionActivation activation)
    {
        var arguments = request.Arguments;
        if (!request.Tool.IsModifiable)
        {
            return (arguments, new(GuardCodes.NotModifiable, "Policy wants to change this call, and calls of this tool cannot be changed.", rules[0]));
        }

        if (FindConflict(rules) is { } conflict)
        {
            return (arguments, conflict);
        }

        foreach (var rule in rules)
        {
            activation.Enter(rule.Scope);
            foreach (var step in rule.Transforms)
            {
                (arguments, var error) = step.Apply(arguments, activation);
                if (error is not null)
                {
                    return (arguments, new(GuardCodes.TransformFailed, "Policy wants to change this call and could not.", rule, error));
                }
            }
        }

        return (arguments, null);
    }

    // Looked for before anything is changed: whether rules conflict or a change fails must not depend on their order.
    private static TransformProblem? FindConflict(IReadOnlyList<GuardRule> rules)
    {
        var written = new List<ValuePath>();
        foreach (var rule in rules)
        {
            foreach (var path in rule.Transforms.Select(step => step.Path))
            {
                if (written.Exists(path.Overlaps))
                {
                    var cause = $"another transform writes {QuotedText.Quote(path.Text)} as well";
                    return new(GuardCodes.TransformConflict, "Two policies want to change the same part of this call.", rule, cause);
                }

                written.Add(path);
            }
        }

        return null;
    }
}
