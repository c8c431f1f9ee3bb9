using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.SemanticKernel;

namespace KernelGuard.SemanticKernel;

/// <summary>Reports every way in which functions of the kernel in the services can be called past the guard.</summary>
/// <param name="kernel">The kernel.</param>
public sealed class KernelPolicyHealthCheck(Kernel kernel) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problems = kernel.FindUngoverned();
        return Task.FromResult(problems.Count == 0
            ? HealthCheckResult.Healthy("every function call of the kernel is judged")
            : HealthCheckResult.Unhealthy(string.Join("; ", problems)));
    }
}
