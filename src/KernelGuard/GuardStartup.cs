using Microsoft.Extensions.Hosting;

namespace KernelGuard;

/// <summary>Creates the guard when the host starts: broken policies stop the start instead of the first call.</summary>
/// <param name="guard">The guard; resolving it loads the policies.</param>
internal sealed class GuardStartup(ToolCallGuard guard) : IHostedService
{
    private readonly ToolCallGuard _guard = guard;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = _guard.PolicyDigest;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
