using System.Collections.Immutable;
using KernelGuard.Cel;
using KernelGuard.Rules.Meters;

namespace KernelGuard.Rules;

/// <summary>What the rules of one policy document share: its <c>vars</c>, its counters, and how its rules combine.</summary>
/// <param name="PolicyId">The document's id.</param>
/// <param name="Names">The names of the <c>vars</c>, in order. Each is evaluated at most once per decision, when a condition first reads it.</param>
/// <param name="Programs">Their expressions, in the same order; each may read the variables before it.</param>
internal sealed record PolicyScope(string PolicyId, ImmutableArray<string> Names, ImmutableArray<CelProgram> Programs)
{
    public static PolicyScope None { get; } = new("", [], []);

    /// <summary>The counters that the document declares.</summary>
    public ImmutableArray<Counter> Counters { get; init; } = [];

    /// <summary>What the policy set adds to the names that conditions know.</summary>
    public ConditionVocabulary Vocabulary { get; init; } = ConditionVocabulary.None;

    /// <summary>Whether the first rule that matches is the document's verdict, instead of the strongest.</summary>
    public bool IsFirstMatch { get; init; }

    /// <summary>Whether the document says what holds where none of its rules does.</summary>
    public bool HasDefault { get; init; }

    /// <summary>The expression that a path such as <c>vars.amount</c> stands for; null where it is no variable of the document.</summary>
    public CelProgram? DefinitionOf(string path) =>
        path.Split('.') is ["vars", var name] && Names.IndexOf(name) is var index and >= 0 ? Programs[index] : null;

    /// <summary>Whether other arguments could change what an expression gives, by what it and the variables that it reads read.</summary>
    public bool DependsOnCall(CelProgram program)
    {
        var open = new Queue<CelProgram>([program]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryDequeue(out var next))
        {
            if (next.ReferencedVariables.Any(name => name is "args" or "resource" or "call" or "counters"))
            {
                return true;
            }

            foreach (var path in next.ReferencedPaths.Where(path => path.StartsWith("vars", StringComparison.Ordinal) && seen.Add(path)))
            {
                if (DefinitionOf(string.Join('.', path.Split('.').Take(2))) is not { } definition)
                {
                    return true;
                }

                open.Enqueue(definition);
            }
        }

        return false;
    }
}
