using System.Text.Json.Nodes;
using KernelGuard.Calls;
using KernelGuard.Evidence;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Contract;

/// <summary>What holds on every way to a tool: this is the guard, the tool and the evidence that all suites of the contract share.</summary>
/// <typeparam name="TSeam">The way to the tool.</typeparam>
public abstract class GuardContract<TSeam> : IAsyncDisposable
    where TSeam : ISeam, new()
{
    private const string Shop = """
        kernelguard: 1
        policy: contract
        rules:
          - { id: reads, tool: Shop.Read, effect: allow }
          - { id: flagged, tool: Shop.Flag, effect: log_only }
          - { id: small, tool: Shop.Pay, when: args.amount < 100.0, effect: allow }
          - { id: medium, tool: Shop.Pay, when: args.amount >= 100.0 && args.amount <= 500.0, effect: require_approval }
          - { id: large, tool: Shop.Pay, when: args.amount > 500.0, effect: deny, code: over_cap, reason: Too much., next_step: Offer 500. }
          - { id: broken, tool: Shop.Broken, when: args.absent == 1, effect: deny }
          - { id: broken-permit, tool: Shop.Broken, effect: allow }
          - { id: mine, tool: Shop.Whoami, when: agent.id == args.agent && user.id == args.user && session.id == args.session, effect: allow }
        """;

    private readonly TSeam _seam = new();

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The policy of the suite.</summary>
    private protected virtual string Policy => Shop;

    private protected SpyTool Tool { get; } = new();

    private protected CallbackLedger Ledger { get; } = new();

    private protected IEnumerable<JsonObject> Decisions => Ledger.Records.Where(r => r.Type == EvidenceRecordType.Decision).Select(r => r.Json());

    public async ValueTask DisposeAsync()
    {
        await Ledger.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static Dictionary<string, object?> Amount(double amount) => new() { ["amount"] = amount };

    private protected static JsonObject Refusal(object? result) => JsonNode.Parse(Assert.IsType<string>(result))!.AsObject();

    private protected ValueTask<object?> CallAsync(ToolCallGuard guard, string tool, Dictionary<string, object?> arguments) =>
        CallAsync(guard, tool, arguments, Tool.RunAsync, Cancellation);

    private protected ValueTask<object?> CallAsync(
        ToolCallGuard guard,
        string tool,
        Dictionary<string, object?> arguments,
        Func<FrozenObject, CancellationToken, ValueTask<object?>> run,
        CancellationToken cancellationToken) =>
        _seam.CallAsync(guard, tool, arguments, run, cancellationToken);

    private protected ToolCallGuard CreateGuard(Action<GuardOptions>? configure = null)
    {
        using var folder = new PolicyFolder(Policy);
        return ToolCallGuard.Create(folder.Path, options =>
        {
            options.DefaultCaller = new Caller("default", "bot", "ann");
            options.Evidence.Use(Ledger);
            configure?.Invoke(options);
        });
    }
}
