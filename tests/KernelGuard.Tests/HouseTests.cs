using Xunit;

namespace KernelGuard.Tests;

public sealed class HouseTests
{
    [Fact]
    public void Solution_Builds_Runs() => Assert.NotEmpty(typeof(HouseTests).Assembly.FullName!);
}
