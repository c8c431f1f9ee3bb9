namespace KernelGuard.Hosts.Tests.Cli;

/// <summary>Policies that several tests use.</summary>
internal static class Policies
{
    /// <summary>Permits everything.</summary>
    public const string Permissive = """
        kernelguard: 1
        policy: permissive
        rules:
          - { id: all, tool: "*", effect: allow }
        """;

    /// <summary>One rule of each effect.</summary>
    public const string Refunds = """
        kernelguard: 1
        policy: refunds
        vars:
          amount: double(args.amount)
        rules:
          - { id: small, tool: Refunds.Issue, when: vars.amount < 100.0, effect: allow }
          - id: medium
            tool: Refunds.Issue
            when: vars.amount >= 100.0 && vars.amount <= 500.0
            effect: require_approval
            approval: { by: [finance-lead], within: 4h }
            reason: Refunds from 100 to 500 need a finance lead.
          - id: large
            tool: Refunds.Issue
            when: vars.amount > 500.0
            effect: deny
            code: refund_over_cap
            reason: "Refunds over 500 are never issued by an agent; {vars.amount} was asked for."
          - { id: mail, tool: Email.Send, effect: log_only }
          - { id: look-up, tool: "Orders.*", effect: allow }
        """;
}
