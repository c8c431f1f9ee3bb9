using System.Reflection;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Policies.Validation;
using Xunit;

namespace KernelGuard.Tests.Policies.Validation;

public sealed class ReservedCodesTests
{
    [Fact]
    public void Contains_EveryGuardCode_IsTrue()
    {
        var codes = typeof(GuardCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!)
            .Concat(Enum.GetValues<CallProblemKind>().Select(GuardCodes.For));

        Assert.All(codes, code => Assert.True(ReservedCodes.Contains(code), code));
    }

    [Fact]
    public void Contains_AnotherCode_IsFalse() => Assert.False(ReservedCodes.Contains("refund_over_cap"));
}
