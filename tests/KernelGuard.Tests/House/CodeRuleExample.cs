using KernelGuard.Decisions;
using KernelGuard.Rules;

namespace KernelGuard.Tests.House;

// example:begin
/// <summary>Asks the bank's own list before money leaves the house.</summary>
internal sealed class BlockedAccounts(Func<string, CancellationToken, ValueTask<bool>> isBlocked) : IGuardRule
{
    public string Id => "blocked-accounts";

    public string Version => "2026-11-01";

    public IReadOnlyList<string> Tools => ["Payments.*"];

    public Effect Effect => Effect.Deny;

    public async ValueTask<RuleAnswer> EvaluateAsync(RuleCall toolCall, CancellationToken cancellationToken) =>
        await isBlocked(toolCall.Arguments.Text("account"), cancellationToken)
            ? RuleAnswer.Matched with { Code = "blocked_account", Reason = "Payments to this account are stopped." }
            : RuleAnswer.NotMatched;
}
// example:end
