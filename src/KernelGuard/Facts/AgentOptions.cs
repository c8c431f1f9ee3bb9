namespace KernelGuard.Facts;

/// <summary>Where the guard learns who its agents are.</summary>
public sealed class AgentOptions
{
    /// <summary>Knows the agents, in the place of <c>agents:</c> in policy documents; a set that declares agents cannot be loaded beside it.</summary>
    /// <value>The default is null. With dependency injection it is the registered <see cref="IAgentDirectory"/>, if there is one.</value>
    public IAgentDirectory? Directory { get; set; }

    /// <summary>How long a call waits for the directory before it is refused.</summary>
    /// <value>The default is one second. Must be positive, and at most a minute.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1);
}
