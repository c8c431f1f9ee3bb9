using KernelGuard.Calls;
using Xunit;

namespace KernelGuard.Tests.Calls;

[Trait("Requirement", "S5-12")]
public sealed class CallerContextTests
{
    private readonly CallerContext _context = new(Caller.Unknown);

    [Fact]
    public void Dispose_TheOuterScopeFirst_EndsTheInnerOneToo()
    {
        var outer = _context.Begin("s", "a", "ann", handoff: false);
        var inner = _context.Begin(null, "b", null, handoff: false);

        outer.Dispose();

        Assert.Equal(CallProblemKind.ScopeEnded, _context.Current.Problem?.Kind);
        inner.Dispose();
        Assert.Same(Caller.Unknown, _context.Current);
    }

    [Fact]
    public void Dispose_TheOuterScopeOfAHandoff_LeavesTheInnerOne()
    {
        var outer = _context.Begin("s", "a", "ann", handoff: false);
        using var inner = _context.Begin("t", "b", "bob", handoff: true);

        outer.Dispose();

        Assert.Equal(("t", "bob", null), (_context.Current.Session, _context.Current.User!.Id, _context.Current.Problem));
    }

    [Fact]
    public async Task Dispose_InAnotherFlow_RefusesUntilTheWorkIsHandedOver()
    {
        var scope = _context.Begin("s", "a", "ann", handoff: false);
        await Task.Run(scope.Dispose, TestContext.Current.CancellationToken);

        Assert.Equal(CallProblemKind.ScopeEnded, _context.Current.Problem?.Kind);
        using (_context.Begin("t", "b", "bob", handoff: false))
        {
            Assert.Equal(CallProblemKind.ScopeEnded, _context.Current.Problem?.Kind);
        }

        using (_context.Begin("t", "b", "bob", handoff: true))
        {
            Assert.Null(_context.Current.Problem);
        }
    }

    [Fact]
    public void Dispose_TwiceOrInAnyOrder_ReturnsToTheScopeThatIsStillOpen()
    {
        using var first = _context.Begin("s1", null, null, handoff: true);
        var second = _context.Begin("s2", null, null, handoff: true);
        var third = _context.Begin("s3", null, null, handoff: true);

        second.Dispose();
        second.Dispose();
        Assert.Equal("s3", _context.Current.Session);

        third.Dispose();
        Assert.Equal("s1", _context.Current.Session);
    }
}
