using KernelGuard.Decisions;
using KernelGuard.Policies;
using KernelGuard.Rules;

namespace KernelGuard.Cli.Testing;

/// <summary>What cases reach of the rules and roles of a set.</summary>
internal sealed class Coverage
{
    private readonly Dictionary<RuleReference, RuleCoverage> _rules;
    private readonly Dictionary<string, RoleCoverage> _roles;

    /// <summary>Nothing is reached yet.</summary>
    public Coverage(PolicySet set)
    {
        _roles = set.CompiledRoles.ToDictionary(role => role.Id, role => new RoleCoverage(role), StringComparer.Ordinal);

        // What a role grants is the role itself: it permits where it covers.
        var grants = set.CompiledRoles.Where(role => role.Grants).Select(role => (role.PolicyId, NameOf(role))).ToHashSet();
        _rules = set.Rules.Where(rule => !grants.Contains((rule.Reference.PolicyId, rule.Reference.RuleId)))
            .ToDictionary(rule => rule.Reference, rule => new RuleCoverage(rule));
    }

    /// <summary>How many rules, roles and branches there are.</summary>
    public int Total => Points.Count();

    /// <summary>How many of them a case reached.</summary>
    public int Reached => Points.Count(point => point.IsReached);

    /// <summary>The same in percent, rounded down: 100 means all.</summary>
    public int Percent => Total == 0 ? 100 : (int)(Reached * 100L / Total);

    /// <summary>Whether so many percent were reached.</summary>
    public bool HasReached(decimal percent) => Reached * 100m >= percent * Total;

    /// <summary>What no case reached: of rules by policy id and document order, then of roles.</summary>
    public IEnumerable<(string Policy, string Rule, string What)> Missing =>
        Points.Where(point => !point.IsReached).Select(point => (point.Policy, point.Rule, point.Missing));

    private IEnumerable<(string Policy, string Rule, bool IsReached, string Missing)> Points =>
        _rules.Values.SelectMany(rule => rule.Points.Select(point => (rule.Rule.PolicyId, rule.Rule.RuleId, point.IsReached, point.Missing)))
            .Concat(_roles.Values.SelectMany(role => role.Points.Select(point => (role.Role.PolicyId, NameOf(role.Role), point.IsReached, point.Missing))));

    /// <summary>Notes what rules said of a call as it was sent and as it was decided on.</summary>
    public void Watch(RuleLook sent, RuleLook decided)
    {
        // Of a call that transforms changed, denies and transforms speak of it as it was sent, and all but transforms of what became of it.
        var isChanged = !ReferenceEquals(sent.Activation, decided.Activation);
        Note(sent, rule => !isChanged || (rule.Reference.Effect is Effect.Deny or Effect.Transform && !rule.IsDefault));
        if (isChanged)
        {
            Note(decided, rule => rule.Reference.Effect != Effect.Transform);
        }

        foreach (var role in decided.Activation.Gate.Roles)
        {
            _roles[role.Role].Note(role.Outcome, decided.Activation);
        }
    }

    private static string NameOf(AgentRole role) => $"role:{role.Id}";

    private void Note(RuleLook look, Predicate<GuardRule> speaks)
    {
        foreach (var (rule, evaluation) in look.Rules.Zip(look.Evaluations).Where(pair => speaks(pair.First)))
        {
            _rules.GetValueOrDefault(rule.Reference)?.Note(evaluation.Outcome, look.Activation);
        }
    }
}
