using KernelGuard.Rules;

namespace KernelGuard.Policies.Catalogue;

/// <summary>Patterns, and which rule each is of, for the question whether they cover others. Not thread-safe.</summary>
internal sealed class PatternCover
{
    // More patterns with stars than this are not compared: nobody writes them, and load time must not grow with their square.
    private const int MaxPatterns = 100;
    private readonly Dictionary<string, GuardRule> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(ToolPattern Pattern, GuardRule Rule)> _patterns = [];

    public void Add(GuardRule rule)
    {
        foreach (var pattern in rule.Tools)
        {
            if (pattern.IsExact)
            {
                _names.TryAdd(pattern.Text, rule);
            }
            else if (_patterns.Count < MaxPatterns)
            {
                _patterns.Add((pattern, rule));
            }
        }
    }

    /// <summary>A rule that covers the last of some patterns, if each is covered; else null.</summary>
    public GuardRule? Find(IEnumerable<ToolPattern> patterns)
    {
        GuardRule? found = null;
        foreach (var pattern in patterns)
        {
            found = Find(pattern);
            if (found is null)
            {
                return null;
            }
        }

        return found;
    }

    private GuardRule? Find(ToolPattern pattern) =>
        pattern.IsExact && _names.TryGetValue(pattern.Text, out var rule) ? rule : _patterns.Find(known => known.Pattern.Covers(pattern)).Rule;
}
