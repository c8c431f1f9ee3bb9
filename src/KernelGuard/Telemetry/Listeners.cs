namespace KernelGuard.Telemetry;

/// <summary>
/// Reports to listeners, samplers and exporters. They are other people's code and run in line: what they throw must neither stop a call nor
/// hide its result.
/// </summary>
internal static class Listeners
{
    /// <summary>Reports; whatever that throws is dropped.</summary>
    public static void Call<TState>(TState state, Action<TState> report)
    {
        try
        {
            report(state);
        }
#pragma warning disable CA1031 // A broken listener is no reason to refuse, and none to lose the result of a call that ran.
        catch (Exception)
#pragma warning restore CA1031
        {
            // There is nowhere left to report it.
        }
    }
}
