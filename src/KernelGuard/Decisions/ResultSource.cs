namespace KernelGuard.Decisions;

/// <summary>Where the result comes from that answers a sandboxed call.</summary>
public enum ResultSource
{
    /// <summary>What a policy document records for exactly the arguments of the call.</summary>
    Recorded,

    /// <summary>Made up, so that it fits the schema of what the tool returns.</summary>
    Schema,
}
