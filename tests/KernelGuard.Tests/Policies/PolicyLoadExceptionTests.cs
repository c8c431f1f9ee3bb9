using KernelGuard.Policies;
using Xunit;

namespace KernelGuard.Tests.Policies;

public sealed class PolicyLoadExceptionTests
{
    [Fact]
    public void Message_OfFindings_HoldsThemFormatted()
    {
        var exception = new PolicyLoadException(PolicyLoader.Load("no/such/folder").Diagnostics);

        Assert.Equal("the policies cannot be used\nerror[file_not_found]: no such file or folder\n  --> no/such/folder\n", exception.Message);
        Assert.Equal(DiagnosticCodes.FileNotFound, Assert.Single(exception.Diagnostics).Code);
    }
}
