using KernelGuard.Calls;
using KernelGuard.Calls.Freezing;
using Xunit;

namespace KernelGuard.Tests.Calls;

public sealed class FrozenEqualityTests
{
    [Theory]
    [InlineData("""{"v":{"a":1,"b":[true,null]}}""", """{"v":{"b":[true,null],"a":1.0}}""", true)]
    [InlineData("""{"v":1.5}""", """{"v":15e-1}""", true)]
    [InlineData("""{"v":1}""", """{"v":"1"}""", false)]
    [InlineData("""{"v":1}""", """{"v":true}""", false)]
    [InlineData("""{"v":null}""", "{}", false)]
    [InlineData("""{"v":[1,2]}""", """{"v":[2,1]}""", false)]
    [InlineData("""{"v":[1]}""", """{"v":[1,1]}""", false)]
    [InlineData("""{"v":[]}""", """{"v":{}}""", false)]
    public void Equals_JsonValues_ComparesMeaning(string left, string right, bool expected)
    {
        var (x, y) = (Read(left), Read(right));
        Assert.Equal(expected, FrozenEquality.Instance.Equals(x, y));
        Assert.True(!expected || FrozenEquality.Instance.GetHashCode(x) == FrozenEquality.Instance.GetHashCode(y));
    }

    [Fact]
    public void Equals_OpaqueValues_ComparesTheObject()
    {
        var shared = new object();
        Assert.True(FrozenEquality.Instance.Equals(new OpaqueValue(shared), new OpaqueValue(shared)));
        Assert.False(FrozenEquality.Instance.Equals(new OpaqueValue(shared), new OpaqueValue(new object())));
    }

    private static FrozenObject Read(string json) => JsonArgumentsReader.Read(json, "args", CallLimits.Default, ignoresCase: false).Value;
}
