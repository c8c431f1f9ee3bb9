using KernelGuard.Decisions;
using KernelGuard.Rules;

namespace KernelGuard.Cli.Testing;

/// <summary>What cases reach of one role: that it covers a call, that its condition keeps it from that, and that the user does.</summary>
/// <param name="role">The role.</param>
internal sealed class RoleCoverage(AgentRole role)
{
    private readonly ConditionCoverage _where = new(role.Where, role.Scope);
    private bool _covers;
    private bool _outOfScope;
    private bool _notHeldByUser;

    public AgentRole Role => role;

    /// <summary>What there is to reach.</summary>
    public IEnumerable<(bool IsReached, string Missing)> Points
    {
        get
        {
            yield return (_covers, "never covers a call");
            if (role.IsOfUserToo)
            {
                yield return (_notHeldByUser, "never lacked by the user");
            }

            if (role.Where is not null)
            {
                yield return (_outOfScope, "its `where` never false");
                foreach (var point in _where.Points)
                {
                    yield return point;
                }
            }
        }
    }

    /// <summary>Notes what the role said of a call.</summary>
    public void Note(RoleOutcome outcome, DecisionActivation activation)
    {
        _covers |= outcome == RoleOutcome.Covers;
        _outOfScope |= outcome == RoleOutcome.OutOfScope;
        _notHeldByUser |= outcome == RoleOutcome.NotHeldByUser;
        if (outcome != RoleOutcome.NotHeldByUser)
        {
            _where.Note(activation);
        }
    }
}
