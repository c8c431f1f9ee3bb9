using System.Globalization;

namespace KernelGuard.Cli.Judging;

/// <summary>Counts decisions by tool and rule. Bounded: tools past the bound are counted together.</summary>
internal sealed class DecisionTally
{
    private const int MaxRows = 1_000;
    private const string OtherTools = "(other tools)";

    private readonly Dictionary<TallyKey, long> _counts = [];

    /// <summary>How many calls were judged.</summary>
    public long Calls { get; private set; }

    /// <summary>How many lines could not be read.</summary>
    public long BrokenLines { get; private set; }

    /// <summary>Where the first of them was and what was wrong, or null.</summary>
    public string? FirstBroken { get; private set; }

    /// <summary>The counts, by tool, then by rule, then by code.</summary>
    public IEnumerable<KeyValuePair<TallyKey, long>> Rows => _counts
        .OrderBy(row => row.Key.Tool, StringComparer.Ordinal)
        .ThenBy(row => row.Key.Rule, StringComparer.Ordinal)
        .ThenBy(row => row.Key.Code, StringComparer.Ordinal)
        .ThenBy(row => row.Key.Effect);

    /// <summary>Counts a decision.</summary>
    public void Add(JudgedCall call)
    {
        Calls++;
        var rule = call.Rule is { } reference ? $"{reference.PolicyId}/{reference.RuleId}" : "";
        var key = new TallyKey(call.Line.Tool!, rule, call.Effect, call.Code ?? "");
        if (_counts.Count >= MaxRows && !_counts.ContainsKey(key))
        {
            key = new TallyKey(OtherTools, "", call.Effect, "");
        }

        _counts[key] = _counts.GetValueOrDefault(key) + 1;
    }

    /// <summary>Counts a line that could not be read.</summary>
    /// <param name="line">The line's number.</param>
    /// <param name="problem">What is wrong with it.</param>
    public void AddBroken(long line, string problem)
    {
        BrokenLines++;
        FirstBroken ??= string.Create(CultureInfo.InvariantCulture, $"{line}: {problem}");
    }
}
