using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KernelGuard;

/// <summary>Reports <see cref="ToolCallGuard.Health"/>: degraded while calls are halted, or while policies that changed cannot be used.</summary>
/// <remarks>Never unhealthy: calls are judged, or refused, in both cases, and restarting the process would not help.</remarks>
/// <param name="guard">The guard.</param>
public sealed class PolicyGuardHealthCheck(ToolCallGuard guard) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var health = guard.Health;
        string?[] problems =
        [
            health.HaltReason is { } reason ? $"all calls are halted: {reason}" : null,
            health.PolicyProblem is { } problem ? $"{problem.Code}: {problem.Explanation}" : null,
        ];
        return Task.FromResult(health.IsHealthy
            ? HealthCheckResult.Healthy("the policies on disk are in force")
            : HealthCheckResult.Degraded(string.Join("; ", problems.OfType<string>())));
    }
}
