using KernelGuard.Calls;
using KernelGuard.Facts;
using KernelGuard.Policies;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Facts;

public sealed class AgentDirectoryTests
{
    private const string Policy = """
        kernelguard: 1
        policy: p
        roles: { payer: { may: Pay } }
        rules: [{ id: all, tool: "*", effect: allow }]
        """;

    [Fact]
    [Trait("Requirement", "S5-02")]
    [Trait("Requirement", "S5-11")]
    public async Task Call_RoleRevoked_IsRefusedAtOnce()
    {
        var directory = new Directory(id => new AgentIdentity(id, roles: ["payer"]));
        await using var kit = Guard(directory);

        var before = await kit.CallAsAnnAsync("Pay");
        directory.Find = id => new AgentIdentity(id, roles: []);
        var after = await kit.CallAsAnnAsync("Pay");
        directory.Find = _ => null;
        var gone = await kit.CallAsAnnAsync("Pay");

        Assert.Equal((null, "not_permitted", "unknown_agent"), (before.Decision.Code, after.Decision.Code, gone.Decision.Code));
        Assert.Equal((1, 3), (kit.Tool.Count, directory.Asked));
    }

    [Theory]
    [InlineData("roles", "unknown_role")]
    [InlineData("none", "not_permitted")]
    [InlineData("other", "agents_unavailable")]
    [InlineData("throws", "agents_unavailable")]
    [InlineData("faults", "agents_unavailable")]
    [InlineData("cancels", "agents_unavailable")]
    public async Task Call_DirectoryAnswersOddly_IsRefused(string answer, string code)
    {
        await using var kit = Guard(new Directory(id => answer switch
        {
            "roles" => new AgentIdentity(id, roles: ["payer", "who-knows"]),
            "none" => new AgentIdentity(id),
            "other" => new AgentIdentity("other", roles: ["payer"]),
            "throws" => throw new InvalidOperationException("the directory is closed"),
            "cancels" => throw new OperationCanceledException(),
            _ => null,
        })
        { Faults = answer == "faults" });

        var outcome = await kit.CallAsAnnAsync("Pay");

        Assert.Equal((code, 0), (outcome.Decision.Code, kit.Tool.Count));
    }

    [Fact]
    public async Task Call_DirectoryIsSlow_IsRefusedWhenTimeIsUp()
    {
        var clock = new TimerClock();
        var never = new TaskCompletionSource<AgentIdentity?>();
        await using var kit = Guard(new Directory(_ => null) { Pending = never.Task }, options => options.TimeProvider = clock);

        var call = kit.CallAsAnnAsync("Pay").AsTask();
        clock.Advance(TimeSpan.FromMilliseconds(999));
        var isWaiting = !call.IsCompleted;
        clock.Advance(TimeSpan.FromMilliseconds(1));
        var outcome = await call;

        Assert.True(isWaiting);
        Assert.Equal(("agents_unavailable", 0), (outcome.Decision.Code, kit.Tool.Count));
    }

    [Fact]
    public async Task Call_CancelledWhileTheDirectoryIsAsked_NeverEnters()
    {
        using var cancellation = new CancellationTokenSource();
        await using var kit = Guard(new Directory(_ => null) { Pending = new TaskCompletionSource<AgentIdentity?>().Task });

        using var scope = kit.Guard.BeginScope("s1", "bot");
        var call = kit.Guard.InvokeAsync(new ToolCall("Pay"), kit.Tool.RunAsync, cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(0, kit.Tool.Count);
    }

    [Fact]
    public async Task Call_ToolIsUnknown_DirectoryIsNotAsked()
    {
        var directory = new Directory(_ => null);
        await using var kit = Guard(directory, options => options.Tools = [new("Pay")]);

        Assert.Equal("unknown_tool", (await kit.CallAsAnnAsync("Nothing")).Decision.Code);
        Assert.Equal(0, directory.Asked);
    }

    [Theory]
    [InlineData(null, null, null, null, null)]
    [InlineData("payer", "full", "2026-11-01", "x", null)]
    [InlineData("payer,other", null, null, null, "agent_conflict")]
    [InlineData("", null, null, null, "agent_conflict")]
    [InlineData(null, "probation", null, null, "agent_conflict")]
    [InlineData(null, null, "2026-11-02", null, "agent_conflict")]
    [InlineData(null, null, null, "y", "agent_conflict")]
    public async Task Call_HostSaysMoreOfTheAgent_HasToAgree(string? roles, string? trust, string? since, string? team, string? code)
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            agents: { bot: { roles: payer, trust: full, since: 2026-11-01, attributes: { team: x } } }
            roles: { payer: { may: Pay, where: agent.attributes.team == "x" && agent.attributes.extra == 1 } }
            rules:
              - { id: a, tool: Pay, when: 'agent.trust == "full" && agent.roles == ["payer"] && agent.since == timestamp("2026-11-01T00:00:00Z")', effect: allow }
            """);

        var attributes = new Dictionary<string, object?> { ["extra"] = 1 };
        if (team is not null)
        {
            attributes["team"] = team;
        }

        var agent = new AgentIdentity(
            "bot",
            attributes,
            roles?.Split(',', StringSplitOptions.RemoveEmptyEntries),
            trust,
            since is null ? null : DateTimeOffset.Parse(since + "T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        using var scope = kit.Guard.BeginScope("s1", agent);

        Assert.Equal(code, (await kit.CallAsync("Pay")).Decision.Code);
    }

    [Theory]
    [InlineData("payer", null)]
    [InlineData("who-knows", "unknown_role")]
    [InlineData(null, "unknown_agent")]
    public async Task Call_NobodyButTheHostKnowsAgents_TheHostsRolesCount(string? role, string? code)
    {
        await using var kit = new TestGuard(Policy);

        using var scope = kit.Guard.BeginScope("s1", new AgentIdentity("bot", roles: role is null ? null : [role]));

        Assert.Equal(code, (await kit.CallAsync("Pay")).Decision.Code);
    }

    [Fact]
    public void Create_AgentsBesideADirectory_Fails() => Assert.Throws<PolicyLoadException>(
        () => Guard(new Directory(_ => null), policy: Policy + "\nagents: { bot: {} }"));

    [Theory]
    [InlineData(0)]
    [InlineData(61)]
    public void Create_TimeoutOutOfRange_Fails(int seconds) => Assert.Throws<ArgumentOutOfRangeException>(
        () => Guard(new Directory(_ => null), options => options.Agents.Timeout = TimeSpan.FromSeconds(seconds)));

    private static TestGuard Guard(IAgentDirectory directory, Action<GuardOptions>? configure = null, string policy = Policy) => new(policy, options =>
    {
        options.Agents.Directory = directory;
        configure?.Invoke(options);
    });

    private sealed class Directory(Func<string, AgentIdentity?> find) : IAgentDirectory
    {
        private int _asked;

        public Func<string, AgentIdentity?> Find { get; set; } = find;

        public bool Faults { get; init; }

        public Task<AgentIdentity?>? Pending { get; init; }

        public int Asked => _asked;

        public async ValueTask<AgentIdentity?> FindAsync(string agentId, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            if (Faults)
            {
                await Task.Yield();
                throw new InvalidOperationException("the directory is closed");
            }

            return Pending is null ? Find(agentId) : await Pending;
        }
    }
}
