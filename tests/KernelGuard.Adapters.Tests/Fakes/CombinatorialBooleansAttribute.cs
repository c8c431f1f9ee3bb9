using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace KernelGuard.Adapters.Tests.Fakes;

/// <summary>Every combination of true and false for the parameters of a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CombinatorialBooleansAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var count = testMethod.GetParameters().Length;
        return new([.. Enumerable.Range(0, 1 << count).Select(bits =>
            new TheoryDataRow([.. Enumerable.Range(0, count).Select(i => (object)((bits >> i & 1) == 1))]))]);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
