using Xunit;

namespace KernelGuard.Tests.Telemetry;

/// <summary>Listeners hear the whole process: tests that throw from one must run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SharedTelemetry
{
    public const string Name = "shared telemetry";
}
