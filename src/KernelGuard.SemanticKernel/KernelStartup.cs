using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.SemanticKernel;

namespace KernelGuard.SemanticKernel;

/// <summary>Looks at the kernel when the host starts: raises an alarm for each way past the guard, or refuses to start.</summary>
internal sealed class KernelStartup(IServiceProvider services, KernelPolicy policy) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<Kernel>() is not { } kernel)
        {
            return;
        }

        if (policy.Options.RequireGuardedAtStart)
        {
            kernel.EnsureGuarded();
        }

        foreach (var problem in kernel.FindUngoverned())
        {
            await policy.Guard.AlarmAsync(new GuardAlarm(GuardAlarm.Ungoverned, problem));
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
