using KernelGuard.Adapters.Tests.Fakes;
using KernelGuard.Extensions.AI;
using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Chat;

/// <summary>A guarded function, whoever calls it.</summary>
public sealed class GuardedAIFunctionTests
{
    private readonly FileTools _tools = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Way", "26")]
    [Trait("Requirement", "S5-13")]
    public async Task Arguments_ChangedAfterJudging_ChangeNothing()
    {
        var arguments = new AIFunctionArguments { ["path"] = "/tmp/x" };
        await using var fixture = new GuardFixture(configure: options => options.Evidence.Use(new ActingLedger(() => arguments["path"] = "/etc/passwd")));

        var result = await new GuardedAIFunction(_tools.DeleteFunction(), fixture.Guard).InvokeAsync(arguments, Cancellation);

        Assert.Equal("deleted /tmp/x", result!.ToString());
        Assert.Equal(["del /tmp/x"], _tools.Ran);
    }

    [Fact]
    public async Task ServicesAndContext_OfTheCaller_ReachTheFunction()
    {
        await using var fixture = new GuardFixture();
        AIFunctionArguments? seen = null;
        var function = AIFunctionFactory.Create((AIFunctionArguments given, string path) => { seen = given; }, "del");
        var context = new Dictionary<object, object?> { ["k"] = "v" };

        await new GuardedAIFunction(function, fixture.Guard).InvokeAsync(new AIFunctionArguments { ["path"] = "/tmp/x", Context = context }, Cancellation);

        Assert.Same(context, seen!.Context);
    }

    [Fact]
    [Trait("Requirement", "S5-13")]
    public async Task ArgumentsObject_CarriesAJudgedCallOnce()
    {
        await using var fixture = new GuardFixture();
        var function = new GuardedAIFunction(_tools.DeleteFunction(), fixture.Guard);
        var arguments = new AIFunctionArguments { ["path"] = "/tmp/x" };
        var judged = await fixture.Guard.JudgeAsync(AIFunctionCalls.Describe(function, arguments), Cancellation);
        judged.AttachTo(arguments);

        await function.InvokeAsync(arguments, Cancellation);
        await function.InvokeAsync(arguments, Cancellation);

        Assert.Equal(2, fixture.Decisions.Count);
        Assert.Equal(2, _tools.Ran.Count);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await judged.RunAsync((_, _) => ValueTask.FromResult<object?>(null), Cancellation));
    }

    [Fact]
    [Trait("Requirement", "S5-13")]
    public async Task JudgedCall_OfAnotherGuardOrOtherArguments_IsNotTaken()
    {
        await using var fixture = new GuardFixture();
        await using var other = new GuardFixture();
        var function = new GuardedAIFunction(_tools.DeleteFunction(), fixture.Guard);
        var arguments = new AIFunctionArguments { ["path"] = "/etc/passwd" };
        (await other.Guard.JudgeAsync(AIFunctionCalls.Describe(function, new AIFunctionArguments { ["path"] = "/tmp/x" }), Cancellation)).AttachTo(arguments);

        Assert.Contains("system_file", (string)(await function.InvokeAsync(arguments, Cancellation))!, StringComparison.Ordinal);

        (await fixture.Guard.JudgeAsync(AIFunctionCalls.Describe(function, new AIFunctionArguments { ["path"] = "/tmp/x" }), Cancellation)).AttachTo(arguments);

        Assert.Contains("system_file", (string)(await function.InvokeAsync(arguments, Cancellation))!, StringComparison.Ordinal);
        Assert.Empty(_tools.Ran);
    }

    [Fact]
    public async Task For_AFunctionThatIsGuarded_IsTheSame()
    {
        await using var fixture = new GuardFixture();
        var function = _tools.DeleteFunction();
        var guarded = GuardedAIFunction.For(function, fixture.Guard);

        Assert.Same(guarded, GuardedAIFunction.For(function, fixture.Guard));
        Assert.Same(guarded, GuardedAIFunction.For(guarded, fixture.Guard));
    }
}
