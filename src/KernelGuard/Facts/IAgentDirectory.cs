using KernelGuard.Calls;

namespace KernelGuard.Facts;

/// <summary>Knows the agents of the host: their roles, trust and age. In the place of <c>agents:</c> in policy documents.</summary>
/// <remarks>
/// Must be safe to use from several threads. It is asked anew for every call that is judged, so that what it revokes is revoked for the next call;
/// an implementation that caches says itself for how long. A call is refused where it throws, or does not answer in time
/// (<see cref="AgentOptions.Timeout"/>).
/// </remarks>
public interface IAgentDirectory
{
    /// <summary>Finds an agent.</summary>
    /// <param name="agentId">The id that the host gave for the call.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is known of the agent, under the same id; null where there is no such agent. An agent without roles has none.</returns>
    ValueTask<AgentIdentity?> FindAsync(string agentId, CancellationToken cancellationToken);
}
