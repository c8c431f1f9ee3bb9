using KernelGuard.Tests.PublicApi;
using Xunit;

namespace KernelGuard.Adapters.Tests.PublicApi;

public sealed class AdapterApiTests
{
    [Theory]
    [InlineData("KernelGuard.Extensions.AI")]
    [InlineData("KernelGuard.Extensions.AI.Abstractions")]
    [InlineData("KernelGuard.SemanticKernel")]
    public void PublicApi_Equals_TheApprovedText(string library) => ApprovedApi.Check(library, "tests/KernelGuard.Adapters.Tests/PublicApi");
}
