using KernelGuard.Adapters.Tests.Fakes;
using KernelGuard.Enforcement;
using KernelGuard.Extensions.AI;
using KernelGuard.SemanticKernel;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Xunit;

namespace KernelGuard.Adapters.Tests.Kernels;

/// <summary>Functions of Microsoft.Extensions.AI that were made functions of a kernel.</summary>
public sealed class WrappedFunctionTests
{
    private readonly FileTools _tools = new();

    [Fact]
    public void Wrapper_WithThisVersion_CanBeSeenInto()
    {
        var inner = _tools.DeleteFunction();

        Assert.Same(inner, WrappedFunction.Of(inner.AsKernelFunction().Clone("files")));
        Assert.Null(WrappedFunction.Of(_tools.Plugin()["del"]));
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Requirement", "S5-13")]
    public async Task GuardedFunction_CalledDirectly_IsJudgedOnceUnderItsKernelName(bool wrappedOnce)
    {
        await using var fixture = new GuardFixture();
        var kernel = Kernel(fixture, wrappedOnce ? function => function : function => new Wrapper(function));

        Assert.Equal("deleted /tmp/x", await kernel.CallAsync("del", "/tmp/x"));
        Assert.Contains("system_file", await kernel.CallAsync("del", "/etc/x"), StringComparison.Ordinal);

        Assert.Equal(["del /tmp/x"], _tools.Ran);
        Assert.Equal(["files.del", "files.del"], fixture.Decisions.Select(decision => (string?)decision["tool"]!["name"]));
        Assert.Equal(["executed", "refused"], fixture.Outcomes.Select(outcome => (string?)outcome["outcome"]));
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task GuardedFunction_CalledByTheModel_IsJudgedOnce(bool connector)
    {
        await using var fixture = new GuardFixture();
        var kernel = Kernel(fixture);

        await kernel.TurnAsync(connector, ("del", "/tmp/1"), ("del", "/etc/2"));

        Assert.Equal(["del /tmp/1"], _tools.Ran);
        Assert.Equal(["c0", "c1"], fixture.Decisions.Select(decision => (string?)decision["call_id"]));
        Assert.Equal(2, fixture.Outcomes.Count);
    }

    [Fact]
    public async Task GuardedFunction_WhoseArgumentsAreChangedOnTheWay_IsJudgedOnTheChangedOnes()
    {
        await using var fixture = new GuardFixture();
        var kernel = Kernel(fixture, function => new Wrapper(function) { Path = "/etc/passwd" });

        Assert.Contains("system_file", await kernel.CallAsync("del", "/tmp/x"), StringComparison.Ordinal);

        Assert.Empty(_tools.Ran);
        Assert.Equal(fixture.Decisions.Count, fixture.Outcomes.Count);
    }

    [Fact]
    public async Task GuardedFunction_ThatWaitsForAPerson_AsksOnceAndTellsTypedCallers()
    {
        await using var fixture = new GuardFixture();
        var kernel = Kernel(fixture);
        var arguments = new KernelArguments { ["disk"] = "c" };

        var error = await Assert.ThrowsAsync<ToolCallRefusedException>(
            () => kernel.InvokeAsync<decimal>("files", "wipe", arguments, TestContext.Current.CancellationToken));
        await fixture.Guard.Approvals.ApproveAsync(error.Refusal!.TicketId!, new("carl"), cancellationToken: TestContext.Current.CancellationToken);
        await kernel.InvokeAsync("files", "wipe", arguments, TestContext.Current.CancellationToken);

        Assert.Equal(["wipe c"], _tools.Ran);
        Assert.Single(fixture.Guard.Approvals.List());
        Assert.Equal(2, fixture.Decisions.Count);
    }

    [Fact]
    public async Task GuardedFunction_OfAnotherGuard_IsJudgedByBoth()
    {
        await using var inner = new GuardFixture();
        await using var outer = new GuardFixture();
        var kernel = Kernel(inner);
        kernel.FunctionInvocationFilters.Clear();
        kernel.AutoFunctionInvocationFilters.Clear();
        kernel.AddPolicyFilter(outer.Guard);

        Assert.Equal("deleted /tmp/x", await kernel.CallAsync("del", "/tmp/x"));

        Assert.Single(inner.Decisions);
        Assert.Single(outer.Decisions);
    }

    [Fact]
    public async Task WrapperThatAnswersItself_LeavesNoOpenDecision()
    {
        await using var fixture = new GuardFixture();
        var kernel = Kernel(fixture, function => new Wrapper(function) { Answer = "cached" });

        Assert.Equal("cached", await kernel.CallAsync("del", "/tmp/x"));

        Assert.Empty(_tools.Ran);
        Assert.Equal("cancelled", (string?)Assert.Single(fixture.Outcomes)["outcome"]);
    }

    private Kernel Kernel(GuardFixture fixture, Func<AIFunction, AIFunction>? wrap = null)
    {
        var kernel = new Kernel();
        AIFunction[] functions = [_tools.DeleteFunction(), AIFunctionFactory.Create(_tools.Wipe, "wipe")];
        kernel.Plugins.AddFromFunctions("files", functions.Select(function =>
        {
            var guarded = new GuardedAIFunction(function, fixture.Guard);
            return (wrap is null ? guarded : wrap(guarded)).AsKernelFunction();
        }));
        return kernel.AddPolicyFilter(fixture.Guard);
    }

    private sealed class Wrapper(AIFunction inner) : DelegatingAIFunction(inner)
    {
        public string? Path { get; init; }

        public string? Answer { get; init; }

        protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
        {
            var copy = new AIFunctionArguments(arguments);
            copy["path"] = Path ?? copy["path"];
            return Answer is null ? base.InvokeCoreAsync(copy, cancellationToken) : ValueTask.FromResult<object?>(Answer);
        }
    }
}
