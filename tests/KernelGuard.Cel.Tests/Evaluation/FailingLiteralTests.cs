using KernelGuard.Cel.Diagnostics;
using Xunit;

namespace KernelGuard.Cel.Tests.Evaluation;

public sealed class FailingLiteralTests
{
    private static readonly CelEnvironment Environment = CelEnvironment.CreateBuilder().AddVariable("now", CelType.Timestamp).Build();

    [Theory]
    [InlineData("now.getHours('Europe/Londn')", "'Europe/Londn'")]
    [InlineData("now > timestamp('2026-13-01T00:00:00Z')", "timestamp('2026-13-01T00:00:00Z')")]
    [InlineData("duration('5x') == duration('5s')", "duration('5x')")]
    [InlineData("int('x') == 1", "int('x')")]
    public void Compile_PartThatAlwaysFails_IsAWarning(string source, string part)
    {
        var compilation = Environment.Compile(source);

        var found = Assert.Single(compilation.Diagnostics);
        Assert.Equal((CelSeverity.Warning, part), (found.Severity, found.Span.Of(source)));
        Assert.NotNull(compilation.Program);
    }

    [Fact]
    public void Compile_ErrorAfterManyWarnings_IsStillAnError()
    {
        var warnings = string.Join(" || ", Enumerable.Range(0, 30).Select(i => $"duration('x{i}') == duration('5s')"));

        Assert.Null(Environment.Compile($"{warnings} || 'a'.matches('(')").Program);
    }

    [Theory]
    [InlineData("now.getHours('Europe/London') + now.getHours('+01:00') + now.getMinutes('UTC')")]
    [InlineData("timestamp('2026-12-01T00:00:00Z') < now && duration('5s') < duration('1h')")]
    public void Compile_PartsThatWork_AreNoWarning(string source) => Assert.Empty(Environment.Compile(source).Diagnostics);
}
