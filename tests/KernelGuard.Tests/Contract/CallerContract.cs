using System.Collections.Concurrent;
using Xunit;

namespace KernelGuard.Tests.Contract;

/// <summary>Who is acting: what the scope says, and nothing else.</summary>
/// <typeparam name="TSeam">The way to the tool.</typeparam>
public abstract class CallerContract<TSeam> : GuardContract<TSeam>
    where TSeam : ISeam, new()
{
    [Fact]
    [Trait("Requirement", "S5-12")]
    public async Task Call_ParallelScopes_DoNotMix()
    {
        await using var guard = CreateGuard();
        var results = new ConcurrentBag<object?>();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(
            async () =>
            {
                using var scope = guard.BeginScope($"s{i}", $"a{i}", $"u{i}");
                await Task.Yield();
                results.Add(await CallAsync(guard, "Shop.Whoami", Identity($"s{i}", $"a{i}", $"u{i}")));
            },
            Cancellation)));

        Assert.Equal(50, results.Count(r => r is "ran"));
    }

    [Fact]
    [Trait("Requirement", "S5-12")]
    public async Task Call_InnerScope_KeepsTheOuterSessionAndUser()
    {
        await using var guard = CreateGuard();
        using var outer = guard.BeginScope("s", "a", "u");
        using (guard.BeginScope("other", "inner", "mallory"))
        {
            Assert.Equal("ran", await CallAsync(guard, "Shop.Whoami", Identity("s", "inner", "u")));
        }

        using (guard.BeginScope("other", "inner", "maria", handoff: true))
        {
            Assert.Equal("ran", await CallAsync(guard, "Shop.Whoami", Identity("other", "inner", "maria")));
        }

        Assert.Equal("ran", await CallAsync(guard, "Shop.Whoami", Identity("s", "a", "u")));
    }

    [Fact]
    [Trait("Requirement", "S5-12")]
    public async Task Call_AfterTheScopeEnded_NeverEnters()
    {
        await using var guard = CreateGuard();
        var scope = guard.BeginScope("s", "a", "u");
        var resume = new TaskCompletionSource();
        var call = Task.Run(
            async () =>
            {
                await resume.Task;
                return await CallAsync(guard, "Shop.Read", Amount(1));
            },
            Cancellation);

        scope.Dispose();
        resume.SetResult();

        Assert.Equal("scope_ended", (string)Refusal(await call)["code"]!);
        Assert.Equal(0, Tool.Count);
    }

    [Fact]
    [Trait("Requirement", "S5-12")]
    public async Task Call_IdentityInArguments_IsIgnored()
    {
        await using var guard = CreateGuard();
        using var scope = guard.BeginScope("s", "a", "u");

        var refusal = Refusal(await CallAsync(guard, "Shop.Whoami", Identity("s", "admin", "root")));

        Assert.Equal("no_rule", (string)refusal["code"]!);
    }

    private static Dictionary<string, object?> Identity(string session, string agent, string user) =>
        new() { ["session"] = session, ["agent"] = agent, ["user"] = user };
}
