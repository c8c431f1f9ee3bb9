using System.Globalization;
using KernelGuard.Decisions;

namespace KernelGuard.Cli.Judging;

/// <summary>Counts decisions by tool and rule. Bounded: tools past the bound are counted together.</summary>
internal sealed class DecisionTally
{
    private const int MaxRows = 1_000;
    private const string OtherTools = "(other tools)";

    private readonly Dictionary<TallyKey, long> _counts = [];
    private readonly Dictionary<TallyKey, long> _observed = [];

    /// <summary>How many calls were judged.</summary>
    public long Calls { get; private set; }

    /// <summary>How many lines could not be read.</summary>
    public long BrokenLines { get; private set; }

    /// <summary>Where the first of them was and what was wrong, or null.</summary>
    public string? FirstBroken { get; private set; }

    /// <summary>The counts, by tool, then by rule, then by code.</summary>
    public IEnumerable<KeyValuePair<TallyKey, long>> Rows => InOrder(_counts);

    /// <summary>What observed rules would have refused or held of the calls that were permitted, in the same order.</summary>
    public IEnumerable<KeyValuePair<TallyKey, long>> ObservedRows => InOrder(_observed);

    /// <summary>Counts a decision.</summary>
    public void Add(JudgedLine call)
    {
        Calls++;
        Count(_counts, new TallyKey(call.Line.Tool!, NameOf(call.Rule), call.Effect, call.Code ?? ""));
        if (call is { Status: DecisionStatus.Permitted, Decision.Observed: { Code: { } code } observed })
        {
            Count(_observed, new TallyKey(call.Line.Tool!, NameOf(observed.Rule), observed.Effect, code));
        }
    }

    /// <summary>Counts a line that could not be read.</summary>
    /// <param name="line">The line's number.</param>
    /// <param name="problem">What is wrong with it.</param>
    public void AddBroken(long line, string problem)
    {
        BrokenLines++;
        FirstBroken ??= string.Create(CultureInfo.InvariantCulture, $"{line}: {problem}");
    }

    private static string NameOf(RuleReference? rule) => rule is null ? "" : $"{rule.PolicyId}/{rule.RuleId}";

    private static void Count(Dictionary<TallyKey, long> counts, TallyKey key)
    {
        if (counts.Count >= MaxRows && !counts.ContainsKey(key))
        {
            key = new TallyKey(OtherTools, "", key.Effect, "");
        }

        counts[key] = counts.GetValueOrDefault(key) + 1;
    }

    private static IEnumerable<KeyValuePair<TallyKey, long>> InOrder(Dictionary<TallyKey, long> counts) => counts
        .OrderBy(row => row.Key.Tool, StringComparer.Ordinal)
        .ThenBy(row => row.Key.Rule, StringComparer.Ordinal)
        .ThenBy(row => row.Key.Code, StringComparer.Ordinal)
        .ThenBy(row => row.Key.Effect);
}
