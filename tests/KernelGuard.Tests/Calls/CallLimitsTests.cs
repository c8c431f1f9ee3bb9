using KernelGuard.Calls;
using KernelGuard.Calls.Freezing;
using Xunit;

namespace KernelGuard.Tests.Calls;

public sealed class CallLimitsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(257, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 268_435_457)]
    public void Create_OutOfRange_Throws(int depth, int chars) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CallLimits { MaxDepth = depth, MaxPayloadChars = chars });

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(256)]
    public void MaxDepth_OfValuesAndText_IsTheSame(int depth)
    {
        var limits = new CallLimits { MaxDepth = depth };
        foreach (var (nested, isRefused) in new[] { (depth, false), (depth + 1, true) })
        {
            var json = string.Concat(Enumerable.Repeat("{\"a\":", nested - 1)) + "{}" + new string('}', nested - 1);
            var fromValues = ValueFreezer.Freeze(Endless.Nested(nested), "args", limits, ignoresCase: false).Problem;
            var fromText = JsonArgumentsReader.Read(json, "args", limits, ignoresCase: false).Problem;
            Assert.Equal(isRefused, fromValues?.Kind == CallProblemKind.TooDeep);
            Assert.Equal(fromValues, fromText);
        }
    }

    [Fact]
    public void Problem_FarDown_ShowsBothEndsOfItsPath()
    {
        var inner = new Dictionary<string, object?> { ["last"] = double.NaN };
        for (var i = 0; i < 40; i++)
        {
            inner = new Dictionary<string, object?> { [$"k{i}"] = inner };
        }

        var problem = ValueFreezer.Freeze(inner, "args", CallLimits.Default, ignoresCase: false).Problem!;
        Assert.Equal("args.k39.k38.k37.k36.k35.k34.k33.k32….k6.k5.k4.k3.k2.k1.k0.last", problem.Path);
    }
}
