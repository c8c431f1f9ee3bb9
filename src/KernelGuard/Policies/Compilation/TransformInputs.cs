using KernelGuard.Cel;
using KernelGuard.Decisions;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules;

namespace KernelGuard.Policies.Compilation;

/// <summary>
/// Where a person may have to agree, what runs must follow from what that person saw: transforms of such tools read only <c>args</c>, <c>agent</c>,
/// <c>user</c> and <c>tool</c>, so that the approved call is changed the same way when it is made again.
/// </summary>
internal static class TransformInputs
{
    private static readonly string[] Lasting = ["args", "agent", "user", "tool"];

    public static void Check(IReadOnlyList<GuardRule> rules, IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag)
    {
        if (!rules.Any(rule => !rule.Transforms.IsEmpty))
        {
            return;
        }

        var held = rules.Where(rule => rule.Reference.Effect == Effect.RequireApproval).SelectMany(rule => rule.Tools).Distinct().ToArray();
        foreach (var rule in rules.Where(rule => !rule.Transforms.IsEmpty))
        {
            if (FindPassing(rule) is { } name && rule.Tools.Any(tool => held.Any(tool.Overlaps)))
            {
                bag.Error(
                    DiagnosticCodes.TransformInput,
                    SpanOf(rule, documents),
                    $"calls of these tools may need approval, so a transform of theirs cannot read `{name}`, which can differ when the approved call is made",
                    "read only args, agent, user and tool here, or leave approval to other tools");
            }
        }
    }

    private static string? FindPassing(GuardRule rule)
    {
        var open = new Queue<CelProgram>(rule.Transforms.SelectMany(step => step.Programs).Concat(rule.Condition is null ? [] : [rule.Condition]));
        var seen = new HashSet<int>();
        while (open.TryDequeue(out var program))
        {
            foreach (var parts in program.ReferencedPaths.Select(path => path.Split('.')))
            {
                // A variable stands for what it reads.
                var variable = parts is ["vars", var name, ..] ? rule.Scope.Names.IndexOf(name) : -1;
                if (variable >= 0 && seen.Add(variable))
                {
                    open.Enqueue(rule.Scope.Programs[variable]);
                }
                else if (variable < 0 && !Lasting.Contains(parts[0]))
                {
                    return parts[0];
                }
            }
        }

        return null;
    }

    private static SourceSpan SpanOf(GuardRule rule, IReadOnlyList<PolicyDocument> documents)
    {
        var document = documents.First(document => document.Id?.Value == rule.Reference.PolicyId);
        return document.Rules.First(definition => definition.Id?.Value == rule.Reference.RuleId).Span;
    }
}
